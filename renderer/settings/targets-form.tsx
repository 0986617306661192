import { useState } from 'react'
import type { BookSettings } from '#contract/settings'
import { COVERAGE_IDS, type CoverageId, DEFAULT_TARGETS } from '#core/home/targets'
import { asAppError, send } from '../app/api.ts'
import { offerUndo } from '../app/offer-undo.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { toastError } from '../ui/toast.tsx'

type Targets = BookSettings['coverageTargets']

const LABELS: Record<CoverageId, string> = {
  owned: 'Owned (%)',
  described: 'Described (%)',
  classified: 'Classified (%)',
  tested: 'Tested (%)',
  fresh: 'Fresh (%)',
}
const isPercent = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) <= 100
const asText = (targets: Targets): Record<CoverageId, string> => ({
  owned: String(targets.owned),
  described: String(targets.described),
  classified: String(targets.classified),
  tested: String(targets.tested),
  fresh: String(targets.fresh),
})

const keep = (coverageTargets: Targets): Promise<unknown> => send('settings', 'set', { coverageTargets })

/** Not as the form's own command: the form is a new one as soon as what it shows was saved. */
const save = (now: Targets, before: Targets): void =>
  void keep(now).then(
    () => offerUndo('Targets saved.', keep, { before, now }),
    (error: unknown) => toastError(asAppError(error)),
  )

/** How much of the datasets should have each thing: the marks on the bars of Home. */
export function TargetsForm({ targets }: { targets: Targets }) {
  const [typed, setTyped] = useState(() => asText(targets))
  const isGood = COVERAGE_IDS.every((id) => isPercent(typed[id]))
  const isSame = (others: Targets): boolean => COVERAGE_IDS.every((id) => typed[id] === String(others[id]))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const [owned, described, classified, tested, fresh] = COVERAGE_IDS.map((id) => Number(typed[id]))
        if (isGood) save({ owned, described, classified, tested, fresh } as Targets, targets)
      }}
    >
      <p className="soft">Of every hundred datasets, how many should have it. Home marks the target on each bar.</p>
      <div className="targets">
        {COVERAGE_IDS.map((id) => (
          <TextField
            key={id}
            label={LABELS[id]}
            value={typed[id]}
            onChange={(text) => setTyped({ ...typed, [id]: text })}
            maxLength={3}
            error={isPercent(typed[id]) ? undefined : 'A whole number from 0 to 100.'}
          />
        ))}
      </div>
      <div className="row">
        <Button type="submit" disabled={!isGood || isSame(targets)}>
          Save
        </Button>
        {!isSame(DEFAULT_TARGETS) && (
          <Button look="ghost" onClick={() => setTyped(asText(DEFAULT_TARGETS))}>
            As at first
          </Button>
        )}
      </div>
    </form>
  )
}
