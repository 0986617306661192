import type { ReactNode } from 'react'
import type { BookInfo } from '#contract/book'
import { formatBytes, formatCount, plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { showOverlay } from '../app/overlay.ts'
import { backUp, closeBook } from '../book/file-actions.ts'
import { EXPORTS } from '../files/exports.ts'
import { saveFile } from '../files/save-file.ts'
import { Button } from '../ui/button.tsx'
import { BoneRows, ErrorBlock, Note } from '../ui/states.tsx'
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
      <Actions />
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

function Actions() {
  const check = useCommand('book', 'check')
  const verify = useCommand('book', 'verify')
  const failed = check.error ?? verify.error
  return (
    <section>
      {failed !== null && <ErrorBlock error={failed} kept="The catalog file is as it was." />}
      <SetRow title="Back up" hint="A dated copy beside the file.">
        <Button onClick={backUp}>Back up now</Button>
      </SetRow>
      <SetRow title="Save a copy" hint="A whole, compact copy at a place of your choice. The open file itself is not safe to copy.">
        <Button onClick={() => showOverlay('save-copy')}>Save a copy</Button>
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
        <Button onClick={() => saveFile(EXPORTS.decisions[0])}>Export</Button>
      </SetRow>
      <SetRow title="Import what was set by hand" hint="From such a file; what is set here already is skipped.">
        <Button onClick={() => showOverlay('import-decisions')}>Import</Button>
      </SetRow>
      <SetRow title="Close this catalog file" hint="And open another one.">
        <Button onClick={closeBook}>Close</Button>
      </SetRow>
    </section>
  )
}
