import { useState } from 'react'
import { formatInstant } from '#core/format'
import { type Output, useCommand } from '../app/api.ts'
import { clock } from '../app/clock.ts'
import { queryClient } from '../app/query.ts'
import { FilePicker } from '../files/file-picker.tsx'
import { IconButton } from '../ui/button.tsx'
import { BookMark, Icon, type IconName } from '../ui/icon.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { CreateBookDialog, type Next } from './create-book.tsx'
import { enterBook } from './enter-book.ts'
import { isBookFile } from './file-pickers.tsx'
import { useMakeSample } from './make-sample.tsx'

type Recent = Output<'book', 'current'>['recent']

/** No catalog file is open: make one, open one, or go on with a recent one. */
export function FirstStart({ author, recent, appVersion }: { author: string; recent: Recent; appVersion: string }) {
  const [dialog, setDialog] = useState<Next | 'open' | null>(null)
  const open = useCommand('book', 'open')
  const openRecent = useCommand('book', 'openRecent')
  const forget = useCommand('book', 'forgetRecent')
  const sample = useMakeSample()
  const failure = open.error ?? openRecent.error ?? sample.error
  return (
    <main className="start" id="main">
      <div className="inner">
        <div className="title">
          <BookMark />
          <h1>Stewardbook</h1>
        </div>
        <p className="lede">
          A catalog of your data in one file on this machine: what there is, where it comes from, who owns it, what is personal. Nothing
          leaves this machine.
        </p>
        {failure !== null && <ErrorBlock error={failure} kept="No file was changed." />}
        {sample.shown}
        <ul className="choices">
          <Choice
            icon="catalog"
            title="Look around in a sample catalog"
            hint="A made-up company: some 120 datasets with fourteen months of history"
            isDisabled={sample.isBusy}
            onClick={sample.begin}
          />
          <Choice
            icon="lineage"
            title="Import dbt artifacts"
            hint="Into a new catalog file: the target folder of a project, or a manifest.json"
            isDisabled={sample.isBusy}
            onClick={() => setDialog('dbt')}
          />
          <Choice
            icon="costs"
            title="Import a billing export"
            hint="Into a new catalog file: a list of costs by day or month, as CSV"
            isDisabled={sample.isBusy}
            onClick={() => setDialog('costs')}
          />
          <Choice
            icon="plus"
            title="Create a catalog file"
            hint="A new, empty one, in a folder of yours"
            isDisabled={sample.isBusy}
            onClick={() => setDialog('catalog')}
          />
          <Choice
            icon="folder"
            title="Open a catalog file"
            hint="One you have, or were given"
            isDisabled={sample.isBusy}
            onClick={() => setDialog('open')}
          />
        </ul>
        {recent.length > 0 && (
          <section>
            <h2 style={{ marginBottom: 4 }}>Recent</h2>
            <ul className="choices recent">
              {recent.map((book) => (
                <li key={book.recentId}>
                  <button
                    type="button"
                    className="choice"
                    disabled={book.isMissing}
                    onClick={() => openRecent.mutate({ recentId: book.recentId }, { told: enterBook })}
                  >
                    <Icon name="file" />
                    <span style={{ minWidth: 0 }}>
                      <b className="cut">{book.name}</b>
                      <span className="small cut" title={`${book.folder}/${book.fileName}`}>
                        {book.isMissing ? `${book.fileName} is no longer in ${book.folder}` : `${book.fileName} in ${book.folder}`}
                      </span>
                    </span>
                    <span className="small muted wide">{formatInstant(book.openedAtMs, clock())}</span>
                  </button>
                  <IconButton
                    icon="close"
                    label={`Forget ${book.name}`}
                    onClick={() =>
                      forget.mutate(
                        { recentId: book.recentId },
                        { onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['book'] }) },
                      )
                    }
                  />
                </li>
              ))}
            </ul>
          </section>
        )}
        <p className="local">
          <Icon name="lock" />
          On this machine only · version {appVersion}
        </p>
      </div>
      {dialog === 'open' ? (
        <FilePicker
          title="Open a catalog file"
          action="Open"
          purpose="book-open"
          isWanted={isBookFile}
          onClose={() => setDialog(null)}
          onPicked={({ pickId }) => {
            setDialog(null)
            open.mutate({ pickId }, { told: enterBook })
          }}
        />
      ) : (
        dialog !== null && <CreateBookDialog author={author} next={dialog} onClose={() => setDialog(null)} />
      )}
    </main>
  )
}

type ChoiceProps = { icon: IconName; title: string; hint: string; isDisabled?: boolean; onClick: () => void }

function Choice({ icon, title, hint, isDisabled = false, onClick }: ChoiceProps) {
  return (
    <li>
      <button type="button" className="choice" disabled={isDisabled} onClick={onClick}>
        <Icon name={icon} />
        <span>
          <b>{title}</b>
          <span className="small">{hint}</span>
        </span>
        <Icon name="right" />
      </button>
    </li>
  )
}
