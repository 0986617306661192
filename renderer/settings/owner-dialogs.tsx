import { useState } from 'react'
import type { OwnerRow } from '#contract/owners'
import { formatCount } from '#core/format'
import { OwnerName } from '../datasets/owner-name.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, Segments } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { type OwnerChange, OwnerPreview } from './owner-preview.tsx'

type DialogProps = { owner: OwnerRow; onClose: () => void }
type Role = 'all' | 'ownerTeam' | 'steward'

/** How much somebody holds, as owner and in all. */
export function heldBy({ datasetsOwned, datasetsStewarded, others }: OwnerRow): { readonly owned: number; readonly total: number } {
  const owned = others.reduce((sum, { count }) => sum + count, datasetsOwned)
  return { owned, total: owned + datasetsStewarded }
}

/** To whom, then exactly what that changes. */
export function ReassignDialog({ owner, onClose }: DialogProps) {
  const [role, setRole] = useState<Role>('all')
  const [to, setTo] = useState('')
  const [change, setChange] = useState<OwnerChange | null>(null)
  const title = `Give over what ${owner.name} holds`
  if (change !== null) return <OwnerPreview title={title} change={change} onBack={() => setChange(null)} onClose={onClose} />
  const { owned, total } = heldBy(owner)
  const wanted = to.trim()
  return (
    <FormDialog
      title={title}
      action="Show what changes"
      onSubmit={() => setChange({ kind: 'reassign', from: owner.name, to: wanted, ...(role === 'all' ? {} : { role }) })}
      onClose={onClose}
      isBlocked={wanted === '' || wanted === owner.name}
      aside={<span className="small muted">Nothing is changed yet.</span>}
    >
      <Field label="To">{(ids) => <OwnerName ids={ids} value={to} onChange={setTo} {...FIRST_FOCUS} />}</Field>
      {owned > 0 && owner.datasetsStewarded > 0 && (
        <Segments
          label="As what"
          value={role}
          onChange={setRole}
          options={[
            { value: 'all', label: `All ${formatCount(total)}` },
            { value: 'ownerTeam', label: `Owner of ${formatCount(owned)}` },
            { value: 'steward', label: `Steward of ${formatCount(owner.datasetsStewarded)}` },
          ]}
        />
      )}
    </FormDialog>
  )
}

/** Into which name, then exactly what that changes. */
export function MergeDialog({ owner, onClose }: DialogProps) {
  const [into, setInto] = useState('')
  const [change, setChange] = useState<OwnerChange | null>(null)
  const title = `Merge ${owner.name}`
  if (change !== null) return <OwnerPreview title={title} change={change} onBack={() => setChange(null)} onClose={onClose} />
  const wanted = into.trim()
  return (
    <FormDialog
      title={title}
      action="Show what changes"
      onSubmit={() => setChange({ kind: 'merge', from: owner.name, into: wanted })}
      onClose={onClose}
      isBlocked={wanted === '' || wanted === owner.name}
      aside={<span className="small muted">Nothing is changed yet.</span>}
    >
      <p className="soft">Two names, one team: everything that names {owner.name} reads as the other name, now and after later imports.</p>
      <Field label="Into" hint="A name that is new renames it.">
        {(ids) => <OwnerName ids={ids} value={into} onChange={setInto} {...FIRST_FOCUS} />}
      </Field>
    </FormDialog>
  )
}

/** What reads the name again. */
export function SplitDialog({ owner, onClose }: DialogProps) {
  return (
    <OwnerPreview
      title={`Take ${owner.name} and ${owner.mergedInto} apart`}
      change={{ kind: 'split', name: owner.name }}
      onClose={onClose}
    />
  )
}
