import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** As much as a question of the contract takes. */
const LONGEST = 200

/** The text a list is narrowed by, as it stands in the address: a copied link, a reload and going back keep it. */
export function useAddressText(): [string, (typed: string) => void] {
  const text = useSearch({ strict: false, select: (search) => (search.text ?? '').slice(0, LONGEST) })
  const navigate = useNavigate()
  const write = useCallback(
    (typed: string) => void navigate({ to: '.', search: (old) => ({ ...old, text: typed === '' ? undefined : typed }), replace: true }),
    [navigate],
  )
  return [text, write]
}
