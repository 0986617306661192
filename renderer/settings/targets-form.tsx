import { useState } from 'react'
import type { BookSettings } from '#contract/settings'
import { COVERAGE_IDS, type CoverageId, DEFAULT_TARGETS } from '#core/home/targets'
import { useCommand } from '../app/api.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

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

/** How much of the datasets should have each thing: the marks on the bars of Home. */
export function TargetsForm({ targets }: { targets: Targets }) {
  const save = useCommand('settings', 'set')
  const [typed, setTyped] = useState(() => asText(targets))
  const isGood = COVERAGE_IDS.every((id) => isPercent(typed[id]))
  const isSame = (others: Targets): boolean => COVERAGE_IDS.every((id) => typed[id] === String(others[id]))
  const set = (coverageTargets: Targets): void => save.mutate({ coverageTargets }, { onSuccess: () => saved(targets) })
  const saved = (before: Targets): void => toast('Targets saved.', [{ label: 'Undo', run: () => save.mutate({ coverageTargets: before }) }])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const [owned, described, classified, tested, fresh] = COVERAGE_IDS.map((id) => Number(typed[id]))
        if (isGood) set({ owned, described, classified, tested, fresh } as Targets)
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
      {save.error !== null && <ErrorBlock error={save.error} kept="The targets are as they were." />}
      <div className="row">
        <Button type="submit" disabled={!isGood || isSame(targets) || save.isPending}>
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
