import { Link } from '@tanstack/react-router'
import type { OwnerRow } from '#contract/owners'
import { formatCount } from '#core/format'
import { assetLink, countOfKind } from '../datasets/asset-link.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Chip, Dash } from '../ui/parts.tsx'
import { heldBy } from './owner-dialogs.tsx'

export type OwnerAct = 'describe' | 'left' | 'back' | 'reassign' | 'merge' | 'split' | 'delete'

/** One owner: who it is, what it holds, and what may be done about that. */
export function OwnerLine({ owner, onAct }: { owner: OwnerRow; onAct: (act: OwnerAct) => void }) {
  return (
    <tr>
      <td>
        <span className="row">
          <OwnerLink owner={owner} onDescribe={() => onAct('describe')} />
          {owner.hasLeft && <Chip look="dash">has left</Chip>}
          {owner.mergedInto !== null && <Chip look="dash">reads {owner.mergedInto}</Chip>}
        </span>
        {owner.email !== null && <span className="small muted">{owner.email}</span>}
      </td>
      <td className="soft">{owner.ownerType ?? <Dash why="Nobody said whether it is a team or a person" />}</td>
      <td className="num">
        <Link to="/catalog" search={{ ownerTeam: [owner.name] }} className="ev">
          {formatCount(owner.datasetsOwned)}
        </Link>
      </td>
      <td>
        <Others owner={owner} />
      </td>
      <td className="num">{formatCount(owner.datasetsStewarded)}</td>
      <td className="num">
        <OwnerActions owner={owner} onAct={onAct} />
      </td>
    </tr>
  )
}

/** A name that things only carry has no page of its own until somebody describes it. */
function OwnerLink({ owner, onDescribe }: { owner: OwnerRow; onDescribe: () => void }) {
  if (owner.key !== null)
    return (
      <Link {...assetLink({ key: owner.key, kind: 'owner' })} className="ev">
        {owner.name}
      </Link>
    )
  if (owner.mergedInto !== null) return <span>{owner.name}</span>
  return (
    <button type="button" className="link" onClick={onDescribe} title={`Describe ${owner.name}: team or person, e-mail`}>
      {owner.name}
    </button>
  )
}

/** What else it owns, each kind with the list it is in, where there is one. */
function Others({ owner: { name, others } }: { owner: OwnerRow }) {
  if (others.length === 0) return <Dash why="It owns nothing but datasets" />
  return (
    <span className="row" style={{ flexWrap: 'wrap', columnGap: 8, rowGap: 0 }}>
      {others.map(({ kind, count }) => {
        const words = countOfKind(kind, count)
        if (kind === 'term')
          return (
            <Link key={kind} to="/catalog/glossary" search={{ ownerTeam: [name] }} className="ev">
              {words}
            </Link>
          )
        return <span key={kind}>{words}</span>
      })}
    </span>
  )
}

function OwnerActions({ owner, onAct }: { owner: OwnerRow; onAct: (act: OwnerAct) => void }) {
  // Nothing names it any more: what did, reads the other name.
  if (owner.mergedInto !== null)
    return (
      <Button look="ghost" onClick={() => onAct('split')}>
        Take apart
      </Button>
    )
  return (
    <span className="row" style={{ justifyContent: 'flex-end', gap: 4 }}>
      <Button look="ghost" onClick={() => onAct(owner.hasLeft ? 'back' : 'left')}>
        {owner.hasLeft ? 'Is back' : 'Has left'}
      </Button>
      <Button look="ghost" onClick={() => onAct('reassign')} disabled={heldBy(owner).total === 0}>
        Give over
      </Button>
      <Button look="ghost" onClick={() => onAct('merge')}>
        Merge
      </Button>
      {owner.key?.startsWith('hand/') === true && (
        <IconButton icon="close" label={`Delete ${owner.name}`} onClick={() => onAct('delete')} />
      )}
    </span>
  )
}
