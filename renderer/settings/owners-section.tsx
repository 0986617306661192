import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { OwnerRow } from '#contract/owners'
import { formatCount, plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { assetLink } from '../datasets/asset-link.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, Segments, TextField } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { Chip, Dash } from '../ui/parts.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

type Action = { readonly kind: 'reassign' | 'merge'; readonly owner: OwnerRow }

/** Teams and people that own or look after datasets; given over when someone leaves, merged when one is spelt two ways. */
export function OwnersSection() {
  const query = useAsk('owners', 'list', {})
  const [action, setAction] = useState<Action | null>(null)
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={8} />
  const { items, total } = query.data
  if (items.length === 0) return <Empty text="No owner is known yet. Owners come with imports, or when you set one on a dataset." />
  return (
    <div className="settings wide-page">
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
          <tbody>
            {items.map((owner) => (
              <OwnerLine key={owner.name} owner={owner} onAct={(kind) => setAction({ kind, owner })} />
            ))}
          </tbody>
        </table>
      </div>
      {total > items.length && <p className="small muted">and {plural(total - items.length, 'more', 'more')}</p>}
      {action?.kind === 'reassign' && (
        <ReassignDialog owner={action.owner} names={items.map((item) => item.name)} onClose={() => setAction(null)} />
      )}
      {action?.kind === 'merge' && (
        <MergeDialog owner={action.owner} names={items.map((item) => item.name)} onClose={() => setAction(null)} />
      )}
    </div>
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

function NameField({
  label,
  value,
  names,
  onChange,
  hint,
}: {
  label: string
  value: string
  names: readonly string[]
  onChange: (value: string) => void
  hint?: string
}) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <>
          <input
            {...ids}
            className="in"
            list={`${ids.id}-names`}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...FIRST_FOCUS}
            maxLength={200}
            autoComplete="off"
          />
          <datalist id={`${ids.id}-names`}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

type DialogProps = { owner: OwnerRow; names: readonly string[]; onClose: () => void }

function ReassignDialog({ owner, names, onClose }: DialogProps) {
  const reassign = useCommand('owners', 'reassign')
  const [role, setRole] = useState<'ownerTeam' | 'steward'>(owner.datasetsOwned > 0 ? 'ownerTeam' : 'steward')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const count = role === 'ownerTeam' ? owner.datasetsOwned : owner.datasetsStewarded
  const submit = (): void =>
    reassign.mutate(
      { from: owner.name, to: to.trim(), role, reason },
      {
        onSuccess({ groupId, count: done }) {
          onClose()
          toastDecided(`${plural(done, 'dataset')} given to ${to.trim()}.`, groupId)
        },
      },
    )
  return (
    <FormDialog
      title={`Give over what ${owner.name} holds`}
      action={`Give over ${plural(count, 'dataset')}`}
      onSubmit={submit}
      onClose={onClose}
      isBusy={reassign.isPending}
      isBlocked={to.trim() === '' || to.trim() === owner.name || count === 0}
    >
      <Segments
        label="As what"
        value={role}
        onChange={setRole}
        options={[
          { value: 'ownerTeam', label: `Owner of ${formatCount(owner.datasetsOwned)}` },
          { value: 'steward', label: `Steward of ${formatCount(owner.datasetsStewarded)}` },
        ]}
      />
      <NameField label="To" value={to} names={names.filter((name) => name !== owner.name)} onChange={setTo} />
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history of each dataset." />
      {reassign.error !== null && <ErrorBlock error={reassign.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

function MergeDialog({ owner, names, onClose }: DialogProps) {
  const merge = useCommand('owners', 'merge')
  const [into, setInto] = useState('')
  const [reason, setReason] = useState('')
  const submit = (): void =>
    merge.mutate(
      { from: owner.name, into: into.trim(), reason },
      {
        onSuccess({ groupId, count }) {
          onClose()
          toastDecided(`${owner.name} reads ${into.trim()} now, on ${plural(count, 'dataset')}.`, groupId)
        },
      },
    )
  return (
    <FormDialog
      title={`Merge ${owner.name}`}
      action="Merge"
      onSubmit={submit}
      onClose={onClose}
      isBusy={merge.isPending}
      isBlocked={into.trim() === '' || into.trim() === owner.name}
    >
      <p className="soft">Two names, one team: everything that names {owner.name} reads as the other name, now and after later imports.</p>
      <NameField label="Into" value={into} names={names.filter((name) => name !== owner.name)} onChange={setInto} />
      <TextField label="Reason" value={reason} onChange={setReason} />
      {merge.error !== null && <ErrorBlock error={merge.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
