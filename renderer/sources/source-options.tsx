import { useState } from 'react'
import type { SourceRow } from '#contract/sources'
import { FORMAT_OPTIONS, type FormatOption } from '#core/importers/format-options'
import { isComplete } from '#core/importers/is-complete'
import { textOfValue } from '#core/importers/object-reader'
import { type Input, send, useCommand } from '../app/api.ts'
import { offerUndo } from '../app/offer-undo.ts'
import { Button } from '../ui/button.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

type Changed = Input<'sources', 'setOptions'>
const keepOptions = (options: Changed): Promise<unknown> => send('sources', 'setOptions', options)

/** What a source is called, when it counts as stale, and what its importer is told of its files. */
export function SourceOptions({ source }: { source: SourceRow }) {
  const save = useCommand('sources', 'setOptions')
  const [name, setName] = useState(source.name)
  const [days, setDays] = useState(String(source.staleAfterDays))
  const [options, setOptions] = useState(source.options)
  const staleAfterDays = Number(days)
  const set = (option: FormatOption, value: string | boolean): void =>
    setOptions((old) => {
      const { [option.name]: _old, ...others } = old
      return value === '' ? others : { ...others, [option.name]: value }
    })
  // Only what was changed is sent: a new name alone leaves a source without days of its own on those of the catalog file.
  const isNamed = name.trim() !== source.name
  const isDated = staleAfterDays !== source.staleAfterDays
  const isTold = JSON.stringify(options) !== JSON.stringify(source.options)
  const { sourceId } = source
  const before: Changed = {
    sourceId,
    ...(isNamed && { name: source.name }),
    ...(isDated && { staleAfterDays: source.staleAfterDays }),
    ...(isTold && { options: source.options }),
  }
  const now: Changed = {
    sourceId,
    ...(isNamed && { name: name.trim() }),
    ...(isDated && { staleAfterDays }),
    ...(isTold && { options }),
  }
  const isSame = !isNamed && !isDated && !isTold
  const isGood = name.trim() !== '' && Number.isInteger(staleAfterDays) && staleAfterDays >= 1 && staleAfterDays <= 3650
  const formatOptions = source.format === 'hand' ? [] : FORMAT_OPTIONS[source.format]
  return (
    <form
      className="stack"
      style={{ gap: 12, maxWidth: 420 }}
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood && !isSame)
          save.mutate(now, {
            told: () => offerUndo(isTold ? 'Saved. It counts from the next import on.' : 'Saved.', keepOptions, { before, now }),
          })
      }}
    >
      <TextField label="Name" value={name} onChange={setName} maxLength={200} />
      <TextField
        label="Stale after (days)"
        value={days}
        onChange={setDays}
        hint="Not found up to date for longer than this, the source is marked."
        error={isGood || name.trim() === '' ? undefined : 'A whole number from 1 to 3650.'}
      />
      {formatOptions.map((option) =>
        option.kind === 'flag' ? (
          <Field key={option.name} label={option.label} hint={option.hint}>
            {(ids) => (
              <select
                {...ids}
                className="in"
                value={isComplete(options) ? 'yes' : 'no'}
                onChange={(event) => set(option, event.target.value === 'yes')}
              >
                <option>no</option>
                <option>yes</option>
              </select>
            )}
          </Field>
        ) : (
          <TextField
            key={option.name}
            label={option.label}
            hint={option.hint}
            value={textOfValue(options[option.name])}
            onChange={(value) => set(option, value)}
            maxLength={100}
          />
        ),
      )}
      {save.error !== null && <ErrorBlock error={save.error} kept="Nothing was changed." />}
      <div>
        <Button look="primary" type="submit" disabled={!isGood || isSame || save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
