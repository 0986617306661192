import { type ReactNode, useState } from 'react'
import type { BookInfo } from '#contract/book'
import { formatBytes, formatCount, plural } from '#core/format'
import { asAppError, send, useAsk, useCommand } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { queryClient } from '../app/query.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FilePicker } from '../files/file-picker.tsx'
import { Button } from '../ui/button.tsx'
import { BoneRows, ErrorBlock, Note } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { When } from '../ui/when.tsx'

/** The file itself: where it is, how big, copies of it, and whether it is sound. */
export function FileSection() {
  const current = useAsk('book', 'current', {})
  const book = current.data?.book
  if (current.error !== null) return <ErrorBlock error={current.error} />
  if (book == null) return <BoneRows rows={8} />
  return (
    <div className="settings">
      {book.placeWarning !== null && (
        <Note tone="warn">
          <p>{book.placeWarning}</p>
        </Note>
      )}
      {book.isReadOnly && (
        <Note>
          <p>This file can only be read. Nothing you do here changes it.</p>
        </Note>
      )}
      <Facts book={book} />
      <Actions book={book} />
    </div>
  )
}

function Facts({ book }: { book: BookInfo }) {
  const { counts } = book
  return (
    <dl className="props ruled" style={{ gridTemplateColumns: '132px minmax(0, 1fr)' }}>
      <dt>Name</dt>
      <dd>{book.name}</dd>
      <dt>File</dt>
      <dd>
        <code className="wordy">
          {book.folder}/{book.fileName}
        </code>
      </dd>
      <dt>Size</dt>
      <dd title={`${formatCount(book.sizeBytes)} bytes`}>{formatBytes(book.sizeBytes)}</dd>
      <dt>Created</dt>
      <dd>
        <When atMs={book.createdAtMs} />
      </dd>
      <dt>Currency</dt>
      <dd>{book.currency}</dd>
      <dt>Holds</dt>
      <dd className="wordy">
        {[
          plural(counts.datasets, 'dataset'),
          plural(counts.columns, 'column'),
          plural(counts.edges, 'link'),
          plural(counts.checks, 'check'),
          plural(counts.imports, 'import'),
          `${plural(counts.decisions, 'value')} set by hand`,
        ].join(', ')}
        {counts.retiredDatasets > 0 && `; ${plural(counts.retiredDatasets, 'dataset')} no longer in a source`}
      </dd>
      <dt>Fingerprint</dt>
      <dd>
        <code className="cut" title={book.headHash}>
          {book.headHash}
        </code>
      </dd>
    </dl>
  )
}

function SetRow({ title, hint, children }: { title: string; hint: ReactNode; children: ReactNode }) {
  return (
    <div className="setrow">
      <div>
        <b>{title}</b>
        <p>{hint}</p>
      </div>
      {children}
    </div>
  )
}

function Actions({ book }: { book: BookInfo }) {
  const [picking, setPicking] = useState<'copy' | 'decisions' | null>(null)
  const backup = useCommand('book', 'backup')
  const copy = useCommand('book', 'saveCopy')
  const check = useCommand('book', 'check')
  const verify = useCommand('book', 'verify')
  const close = useCommand('book', 'close')
  const bringIn = useCommand('decisions', 'import')
  const saved = ({ fileName, sizeBytes }: { fileName: string; sizeBytes: number }): void =>
    toast(`${fileName} is saved, ${formatBytes(sizeBytes)}.`)
  const failed = [backup, copy, check, verify, close, bringIn].find((command) => command.error !== null)?.error ?? null
  const exportDecisions = (): void => {
    const run = async (): Promise<void> => {
      const { ticket, fileName, count } = await send('decisions', 'export', {})
      const isSaved = await bridge.download(ticket, fileName)
      if (isSaved) toast(`${plural(count, 'value')} set by hand, saved as ${fileName}.`)
    }
    run().catch((error: unknown) => toastError(asAppError(error)))
  }
  return (
    <section>
      {failed !== null && <ErrorBlock error={failed} kept="The catalog file is as it was." />}
      <SetRow title="Back up" hint="A dated copy beside the file.">
        <Button disabled={backup.isPending} onClick={() => backup.mutate({}, { onSuccess: saved })}>
          Back up now
        </Button>
      </SetRow>
      <SetRow title="Save a copy" hint="A whole, compact copy at a place of your choice. The open file itself is not safe to copy.">
        <Button onClick={() => setPicking('copy')} disabled={copy.isPending}>
          Save a copy
        </Button>
      </SetRow>
      <SetRow
        title="Check the file"
        hint={
          check.data === undefined ? (
            'Reads the whole file and looks for damage.'
          ) : check.data.ok ? (
            <span className="good">Sound: no damage found.</span>
          ) : (
            <span className="wrong">{check.data.problems.join('\n')}</span>
          )
        }
      >
        <Button onClick={() => check.mutate({})} disabled={check.isPending}>
          {check.isPending ? 'Checking' : 'Check'}
        </Button>
      </SetRow>
      <SetRow
        title="Verify the journal"
        hint={
          verify.data === undefined ? (
            'Computes the chain of entries again: whether history was changed behind its back.'
          ) : verify.data.firstBroken === null ? (
            <span className="good">{plural(verify.data.entries, 'entry', 'entries')}, the chain is whole.</span>
          ) : (
            <span className="wrong">
              Entry {verify.data.firstBroken.seq}: {verify.data.firstBroken.reason}
            </span>
          )
        }
      >
        <Button onClick={() => verify.mutate({})} disabled={verify.isPending}>
          {verify.isPending ? 'Verifying' : 'Verify'}
        </Button>
      </SetRow>
      <SetRow title="Export what was set by hand" hint="As a JSON file, for git or another catalog file.">
        <Button onClick={exportDecisions}>Export</Button>
      </SetRow>
      <SetRow title="Import what was set by hand" hint="From such a file; what is set here already is skipped.">
        <Button onClick={() => setPicking('decisions')} disabled={bringIn.isPending}>
          Import
        </Button>
      </SetRow>
      <SetRow title="Close this catalog file" hint="And open another one.">
        <Button
          onClick={() =>
            close.mutate(
              {},
              {
                onSuccess() {
                  queryClient.clear()
                  void queryClient.invalidateQueries()
                  location.assign('/')
                },
              },
            )
          }
        >
          Close
        </Button>
      </SetRow>
      {picking === 'copy' && (
        <FilePicker
          title="Save a copy"
          action="Save"
          purpose="book-copy"
          isWanted={() => false}
          newName={book.fileName.replace(/(\.stewardbook)?$/, '-copy.stewardbook')}
          onClose={() => setPicking(null)}
          onPicked={({ pickId }) => {
            setPicking(null)
            copy.mutate({ pickId }, { onSuccess: saved })
          }}
        />
      )}
      {picking === 'decisions' && (
        <FilePicker
          title="Import what was set by hand"
          action="Import"
          purpose="decisions-import"
          isWanted={(name) => /\.json$/i.test(name)}
          onClose={() => setPicking(null)}
          onPicked={({ pickId }) => {
            setPicking(null)
            bringIn.mutate(
              { pickId },
              {
                onSuccess: ({ taken, skipped, sleeping, groupId }) =>
                  toastDecided(
                    `${plural(taken, 'value')} taken over, ${formatCount(skipped)} set here already${sleeping > 0 ? `, ${formatCount(sleeping)} wait for their dataset` : ''}.`,
                    groupId,
                  ),
              },
            )
          }}
        />
      )}
    </section>
  )
}
