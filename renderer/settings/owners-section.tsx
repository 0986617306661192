import { useRef, useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { OwnerRow } from '#contract/owners'
import { formatCount, plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { assetLink } from '../datasets/asset-link.ts'
import { Button } from '../ui/button.tsx'
import { Chip, Dash, KeyHint } from '../ui/parts.tsx'
import { useRowKeys } from '../ui/row-keys.ts'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'
import { MergeDialog, ReassignDialog, SplitDialog } from './owner-dialogs.tsx'

type Action = { readonly kind: 'reassign' | 'merge' | 'split'; readonly owner: OwnerRow }

/** Teams and people that own or look after datasets; given over when someone leaves, merged when one is spelt two ways. */
export function OwnersSection({ only }: { only: 'left' | undefined }) {
  const query = useAsk('owners', 'list', only === undefined ? {} : { only })
  const [action, setAction] = useState<Action | null>(null)
  const table = useRef<HTMLTableSectionElement>(null)
  useRowKeys(table, 'tr')
  const [typed, setTyped] = useState('')
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={8} />
  const { items, total } = query.data
  if (items.length === 0 && only !== undefined) {
    return (
      <Empty text="Nobody who left holds a dataset.">
        <AllOwners />
      </Empty>
    )
  }
  if (items.length === 0) return <Empty text="No owner is known yet. Owners come with imports, or when you set one on a dataset." />
  const wanted = typed.trim().toLowerCase()
  const shown = items.filter(({ name, email }) => `${name}\n${email ?? ''}`.toLowerCase().includes(wanted))
  return (
    <div className="settings wide-page">
      {only !== undefined && (
        <p className="soft">
          {plural(total, 'owner')} who left and still {total === 1 ? 'holds' : 'hold'} datasets. <AllOwners />
        </p>
      )}
      <div className="row">
        <SearchInput label="Filter owners" value={typed} onChange={setTyped} keyHint="/" />
        <span className="grow" />
        <span className="small muted">
          <KeyHint keys="j k" does="move" room="wide" />
        </span>
      </div>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Owners">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Owner</th>
              <th scope="col">Kind</th>
              <th scope="col">E-mail</th>
              <th scope="col" className="num">
                Owns
              </th>
              <th scope="col" className="num">
                Looks after
              </th>
              <th scope="col">
                <span className="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={table}>
            {shown.map((owner) => (
              <OwnerLine key={owner.name} owner={owner} onAct={(kind) => setAction({ kind, owner })} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p className="muted">{`0 of ${plural(items.length, 'owner')} match “${typed.trim()}”.`}</p>}
      {total > items.length && <p className="small muted">and {plural(total - items.length, 'more', 'more')}</p>}
      {action?.kind === 'reassign' && (
        <ReassignDialog owner={action.owner} names={items.map((item) => item.name)} onClose={() => setAction(null)} />
      )}
      {action?.kind === 'split' && <SplitDialog owner={action.owner} onClose={() => setAction(null)} />}
      {action?.kind === 'merge' && (
        <MergeDialog owner={action.owner} names={items.map((item) => item.name)} onClose={() => setAction(null)} />
      )}
    </div>
  )
}

function AllOwners() {
  return (
    <Link to="/settings" search={{ section: 'owners' }} className="link">
      Show all owners
    </Link>
  )
}

function OwnerLine({ owner, onAct }: { owner: OwnerRow; onAct: (kind: Action['kind']) => void }) {
  return (
    <tr>
      <td>
        <span className="row">
          {owner.key === null ? (
            owner.name
          ) : (
            <Link {...assetLink({ key: owner.key, kind: 'owner' })} className="ev">
              {owner.name}
            </Link>
          )}
          {owner.hasLeft && <Chip look="dash">has left</Chip>}
          {owner.mergedInto !== null && <Chip look="dash">reads {owner.mergedInto}</Chip>}
        </span>
      </td>
      <td className="soft">{owner.ownerType ?? <Dash why="Nobody said whether it is a team or a person" />}</td>
      <td className="soft">{owner.email ?? <Dash why="No e-mail is known" />}</td>
      <td className="num">
        <Link to="/catalog" search={{ ownerTeam: [owner.name] }} className="ev">
          {formatCount(owner.datasetsOwned)}
        </Link>
      </td>
      <td className="num">{formatCount(owner.datasetsStewarded)}</td>
      <td className="num">
        <OwnerActions owner={owner} onAct={onAct} />
      </td>
    </tr>
  )
}

function OwnerActions({ owner, onAct }: { owner: OwnerRow; onAct: (kind: Action['kind']) => void }) {
  // Nothing names it any more: what did, reads the other name.
  if (owner.mergedInto !== null)
    return (
      <Button look="ghost" onClick={() => onAct('split')}>
        Take apart
      </Button>
    )
  return (
    <span className="row" style={{ justifyContent: 'flex-end', gap: 4 }}>
      <Button look="ghost" onClick={() => onAct('reassign')} disabled={owner.datasetsOwned + owner.datasetsStewarded === 0}>
        Give over
      </Button>
      <Button look="ghost" onClick={() => onAct('merge')}>
        Merge
      </Button>
    </span>
  )
}
