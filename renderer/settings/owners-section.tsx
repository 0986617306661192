import { useRef, useState } from 'react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { OwnerRow } from '#contract/owners'
import { plural } from '#core/format'
import { useAddressText } from '../app/address-text.ts'
import { asAppError, send } from '../app/api.ts'
import { type Pages, usePages } from '../app/pages.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { RemoveDialog } from '../catalog/remove-dialog.tsx'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { MoreRows, PagesNotRead } from '../ui/more-rows.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { useRowKeys } from '../ui/row-keys.ts'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, Empty } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { NewOwnerDialog } from './new-owner.tsx'
import { heldBy, MergeDialog, ReassignDialog, SplitDialog } from './owner-dialogs.tsx'
import { type OwnerAct, OwnerLine } from './owner-row.tsx'

const route = getRouteApi('/settings')

type Open = { readonly kind: Exclude<OwnerAct, 'left' | 'back'>; readonly owner: OwnerRow } | { readonly kind: 'new' }

/** Teams and people that own or look after something; it is given over when someone leaves, and two names of one team are merged. */
export function OwnersSection() {
  const { only } = route.useSearch()
  const [text, setText] = useAddressText()
  const asked = { ...(only === undefined ? {} : { only }), ...(text === '' ? {} : { text }) }
  const pages = usePages('owners', 'list', asked)
  const [open, setOpen] = useState<Open | null>(null)
  const act = (owner: OwnerRow, kind: OwnerAct): void => {
    if (kind === 'left' || kind === 'back') setLeft(owner.name, kind)
    else setOpen({ kind, owner })
  }
  useScreenActions({ newOwner: () => setOpen({ kind: 'new' }) })
  return (
    <div className="settings wide-page" style={{ gap: 'var(--sb-3)' }} aria-busy={pages.isLoading}>
      <div className="row">
        <SearchInput label="Filter owners" value={text} onChange={setText} keyHint="/" />
        <span className="grow" />
        <span className="small muted">
          <KeyHint keys="j k" does="move" room="wide" />
        </span>
        <span>
          <Button icon="plus" onClick={() => setOpen({ kind: 'new' })} title="New owner (n)" aria-keyshortcuts="n">
            Owner
          </Button>
        </span>
      </div>
      {only !== undefined && pages.total > 0 && (
        <p className="soft">
          {plural(pages.total, 'owner')} who left and still {pages.total === 1 ? 'holds' : 'hold'} something. <AllOwners />
        </p>
      )}
      <Owners pages={pages} isLeft={only === 'left'} text={text} onAct={act} />
      {open !== null && <OpenDialog open={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function setLeft(name: string, kind: 'left' | 'back'): void {
  send('owners', 'setLeft', { name, hasLeft: kind === 'left' }).then(
    ({ groupId }) => toastDecided(kind === 'left' ? `${name} has left.` : `${name} is back.`, groupId),
    (error: unknown) => toastError(asAppError(error)),
  )
}

function OpenDialog({ open, onClose }: { open: Open; onClose: () => void }) {
  switch (open.kind) {
    case 'new':
      return <NewOwnerDialog onClose={onClose} />
    case 'describe':
      return <NewOwnerDialog name={open.owner.name} onClose={onClose} />
    case 'reassign':
      return <ReassignDialog owner={open.owner} onClose={onClose} />
    case 'merge':
      return <MergeDialog owner={open.owner} onClose={onClose} />
    case 'split':
      return <SplitDialog owner={open.owner} onClose={onClose} />
    case 'delete':
      return (
        <RemoveDialog
          assetKey={open.owner.key ?? ''}
          name={open.owner.name}
          goes={deleteWords(open.owner)}
          said={`What was said of ${open.owner.name} is deleted.`}
          list={{ to: '/settings', search: (old) => old }}
          onClose={onClose}
        />
      )
  }
}

function deleteWords(owner: OwnerRow): string {
  const { total } = heldBy(owner)
  const goes = 'What people said of it here goes: kind, e-mail, whether it has left.'
  return total === 0 ? goes : `${goes} What it holds keeps the name.`
}

type ListProps = { pages: Pages<OwnerRow>; isLeft: boolean; text: string; onAct: (owner: OwnerRow, act: OwnerAct) => void }

function Owners({ pages, isLeft, text, onAct }: ListProps) {
  const table = useRef<HTMLTableSectionElement>(null)
  useRowKeys(table, 'tr')
  if (pages.failed === 'first') return <PagesNotRead pages={pages} />
  if (pages.isLoading) return <BoneRows rows={8} />
  if (pages.total === 0) return <None isLeft={isLeft} text={text} />
  return (
    <>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Owners">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Owner</th>
              <th scope="col">Kind</th>
              <th scope="col" className="num">
                Datasets
              </th>
              <th scope="col">Also owns</th>
              <th scope="col" className="num">
                Looks after
              </th>
              <th scope="col">
                <span className="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={table}>
            {pages.rows.map((owner) => (
              <OwnerLine key={owner.name} owner={owner} onAct={(act) => onAct(owner, act)} />
            ))}
          </tbody>
        </table>
      </div>
      <span role="status" className="small muted">
        {plural(pages.total, 'owner')}
      </span>
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'more owner')}`} />
    </>
  )
}

function None({ isLeft, text }: { isLeft: boolean; text: string }) {
  if (text !== '') return <Empty text={`No owner’s name is like “${text}”.`} />
  if (!isLeft) return <Empty text="No owner is known yet. Owners come with imports, when you set one on a dataset, or by hand." />
  return (
    <Empty text="Nobody who left holds anything.">
      <AllOwners />
    </Empty>
  )
}

function AllOwners() {
  return (
    <Link to="/settings" search={{ section: 'owners' }} className="link">
      Show all owners
    </Link>
  )
}
