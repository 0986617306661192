import { useMantineColorScheme } from '@mantine/core'
import { useState } from 'react'
import type { BookSettings } from '#contract/settings'
import { send, useAsk, useCommand } from '../app/api.ts'
import { offerUndo, useTakenBack } from '../app/offer-undo.ts'
import type { ThemeChoice } from '#contract/window'
import { Button } from '../ui/button.tsx'
import { Segments, TextField } from '../ui/field.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { TargetsForm } from './targets-form.tsx'
import { queryClient } from '../app/query.ts'

/** The person's name and theme, and what holds for the whole catalog file. */
export function GeneralSection() {
  const current = useAsk('book', 'current', {})
  const settings = useAsk('settings', 'get', {})
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const takenBack = useTakenBack()
  // At once, so that no part moves the ones below it.
  if (current.isPending || settings.isPending) return <BoneRows rows={20} />
  return (
    <div className="settings">
      <section>
        <div className="sect">
          <h2>You</h2>
        </div>
        <div className="ruled" style={{ paddingTop: 12 }}>
          {current.data !== undefined && <AuthorForm key={`${current.data.author} ${takenBack}`} author={current.data.author} />}
        </div>
      </section>
      <section>
        <div className="sect">
          <h2>Theme</h2>
        </div>
        <div className="ruled" style={{ paddingTop: 12 }}>
          <Segments<ThemeChoice>
            label="Theme"
            value={colorScheme}
            onChange={setColorScheme}
            options={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
      </section>
      <section>
        <div className="sect">
          <h2>This catalog file</h2>
        </div>
        <div className="ruled" style={{ paddingTop: 12 }}>
          {settings.error !== null && <ErrorBlock error={settings.error} onRetry={() => void settings.refetch()} />}
          {settings.data !== undefined && (
            <BookForm key={`${JSON.stringify(settings.data.settings)} ${takenBack}`} settings={settings.data.settings} />
          )}
        </div>
      </section>
      <section>
        <div className="sect">
          <h2>Coverage targets</h2>
        </div>
        <div className="ruled" style={{ paddingTop: 12 }}>
          {settings.data !== undefined && (
            <TargetsForm
              key={`${JSON.stringify(settings.data.settings.coverageTargets)} ${takenBack}`}
              targets={settings.data.settings.coverageTargets}
            />
          )}
        </div>
      </section>
    </div>
  )
}

/** No event tells of it: it is kept outside the catalog file. */
function showAuthor(): void {
  void queryClient.invalidateQueries({ queryKey: ['book'] })
  void queryClient.invalidateQueries({ queryKey: ['home'] })
}

const keepAuthor = (author: string): Promise<unknown> => send('book', 'setAuthor', { author }).then(showAuthor)

function AuthorForm({ author }: { author: string }) {
  const save = useCommand('book', 'setAuthor')
  const [name, setName] = useState(author)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const now = name.trim()
        const told = (): void => {
          showAuthor()
          offerUndo('Saved.', keepAuthor, { before: author, now })
        }
        save.mutate({ author: now }, { told })
      }}
    >
      <TextField
        label="Your name"
        value={name}
        onChange={setName}
        hint="What you set by hand is signed with it. Kept on this machine, not in the catalog file."
        maxLength={120}
      />
      {save.error !== null && <ErrorBlock error={save.error} kept="The name is as it was." />}
      <div>
        <Button type="submit" disabled={name.trim() === '' || name.trim() === author || save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}

const isWhole = (text: string, least: number, most: number): boolean => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most

const keepSettings = (settings: Partial<BookSettings>): Promise<unknown> => send('settings', 'set', settings)

function BookForm({ settings }: { settings: BookSettings }) {
  const save = useCommand('settings', 'set')
  const [bookName, setBookName] = useState(settings.bookName)
  const [currency, setCurrency] = useState(settings.currency)
  const [keepMb, setKeepMb] = useState(String(settings.keepOriginalUpToMb))
  const [days, setDays] = useState(String(settings.staleAfterDays))
  const isGood = bookName.trim() !== '' && /^[A-Z]{3}$/.test(currency) && isWhole(keepMb, 0, 2000) && isWhole(days, 1, 3650)
  const next: Omit<BookSettings, 'coverageTargets'> = {
    bookName: bookName.trim(),
    currency,
    keepOriginalUpToMb: Number(keepMb),
    staleAfterDays: Number(days),
  }
  const { coverageTargets: _, ...before } = settings
  const isSame = Object.entries(next).every(([name, value]) => before[name as keyof typeof before] === value)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood) save.mutate(next, { told: () => offerUndo('Saved.', keepSettings, { before, now: next }) })
      }}
    >
      <TextField label="Name" value={bookName} onChange={setBookName} maxLength={120} />
      <TextField
        label="Currency"
        value={currency}
        onChange={(typed) => setCurrency(typed.toUpperCase())}
        maxLength={3}
        isMono
        error={/^[A-Z]{3}$/.test(currency) ? undefined : 'Three letters, such as USD or EUR.'}
      />
      <TextField
        label="Keep originals of import files up to (MB)"
        value={keepMb}
        onChange={setKeepMb}
        hint="Kept once each, compressed, so that what was left out can be read later. 0 keeps none."
        error={isWhole(keepMb, 0, 2000) ? undefined : 'A whole number from 0 to 2000.'}
      />
      <TextField
        label="A source is stale after (days)"
        value={days}
        onChange={setDays}
        hint="For new sources; each source has its own setting."
        error={isWhole(days, 1, 3650) ? undefined : 'A whole number from 1 to 3650.'}
      />
      {save.error !== null && <ErrorBlock error={save.error} kept="The settings are as they were." />}
      <div>
        <Button type="submit" disabled={!isGood || isSame || save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
