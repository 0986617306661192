import { type NavigateOptions, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { JsonValue } from '#core/json'
import type { AppError } from '#core/errors'
import { type Input, useCommand } from '../app/api.ts'
import { useLeavePage } from '../app/still-here.ts'
import { toastDecided } from '../datasets/decide.ts'

type NewAsset = {
  readonly kind: Input<'assets', 'create'>['kind']
  /** A name that is used already; it stays. */
  readonly given?: string
  readonly first?: Readonly<Record<string, JsonValue>>
  /** What is said once it is there. */
  readonly said: (name: string) => string
  readonly page: (made: { readonly key: string; readonly name: string }) => NavigateOptions
  /** Where the undo leads; nowhere where the page stays. */
  readonly list: NavigateOptions | null
  readonly onClose: () => void
}

export type NewAssetForm = {
  readonly name: string
  readonly setName: (name: string) => void
  readonly valueOf: (field: string) => JsonValue | null
  readonly set: (field: string, value: JsonValue | null) => void
  readonly save: (reason?: string) => void
  readonly isBusy: boolean
  readonly error: AppError | null
}

/** A form that sets something up by hand: made, it closes, opens the new page and offers the way back. */
export function useNewAsset({ kind, given = '', first = {}, said, page, list, onClose }: NewAsset): NewAssetForm {
  const create = useCommand('assets', 'create')
  const navigate = useNavigate()
  const [name, setName] = useState(given)
  const [fields, setFields] = useState<Record<string, JsonValue>>({ ...first })
  const leavePage = useLeavePage()
  const pageOf = (key: string): NavigateOptions => page({ key, name: name.trim() })
  return {
    name,
    setName,
    valueOf: (field) => fields[field] ?? null,
    set: (field, value) =>
      setFields((old) => {
        const { [field]: _old, ...others } = old
        return value === null ? others : { ...others, [field]: value }
      }),
    save: (reason = '') =>
      create.mutate(
        { kind, name, fields: fields as Record<string, never>, reason },
        {
          told: ({ key, groupId }) =>
            toastDecided(said(name.trim()), groupId, list === null ? undefined : () => leavePage(pageOf(key), list)),
          onSuccess({ key }) {
            onClose()
            void navigate(pageOf(key))
          },
        },
      ),
    isBusy: create.isPending,
    error: create.error,
  }
}
