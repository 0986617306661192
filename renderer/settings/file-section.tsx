import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { BookInfo } from '#contract/book'
import { formatBytes, formatCount, plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { showOverlay } from '../app/overlay.ts'
import { useCloseBook } from '../book/close-book.ts'
import { type FileWork, FOUND, useBeginFileWork, useIsUnderWay } from '../book/file-work.ts'
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

/** Begins work on the file; it may be under way already, begun here or by name in the palette. */
function WorkButton({ work, label, busy }: { work: FileWork; label: string; busy: string }) {
  const begin = useBeginFileWork()
  const isUnderWay = useIsUnderWay(work)
  return (
    <Button onClick={() => begin(work)} disabled={isUnderWay}>
      {isUnderWay ? busy : label}
    </Button>
  )
}

const KEPT = 'The catalog file is as it was.'

function Actions() {
  const check = useQuery(FOUND.check)
  const verify = useQuery(FOUND.verify)
  const begin = useBeginFileWork()
  return (
    <section>
      {check.error !== null && <ErrorBlock error={check.error} kept={KEPT} onRetry={() => begin('check')} />}
      {verify.error !== null && <ErrorBlock error={verify.error} kept={KEPT} onRetry={() => begin('verify')} />}
      <SetRow title="Back up" hint="A dated copy beside the file.">
        <WorkButton work="backup" label="Back up now" busy="Backing up" />
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
            <span className="good">
              Sound: no damage found, <When atMs={check.dataUpdatedAt} />
            </span>
          ) : (
            <span className="wrong">
              Damaged, <When atMs={check.dataUpdatedAt} />
              {check.data.problems.map((problem) => (
                <span key={problem} className="wordy" style={{ display: 'block' }}>
                  {problem}
                </span>
              ))}
            </span>
          )
        }
      >
        <WorkButton work="check" label="Check" busy="Checking" />
      </SetRow>
      <SetRow
        title="Verify the journal"
        hint={
          verify.data === undefined ? (
            'Computes the chain of entries again: whether history was changed behind its back.'
          ) : verify.data.firstBroken === null ? (
            <span className="good">
              {plural(verify.data.entries, 'entry', 'entries')}, the chain is whole, <When atMs={verify.dataUpdatedAt} />
            </span>
          ) : (
            <span className="wrong">
              Changed behind its back, <When atMs={verify.dataUpdatedAt} />. Entry {verify.data.firstBroken.seq}:{' '}
              {verify.data.firstBroken.reason}
            </span>
          )
        }
      >
        <WorkButton work="verify" label="Verify" busy="Verifying" />
      </SetRow>
      <SetRow title="Export what was set by hand" hint="As a JSON file, for git or another catalog file.">
        <Button onClick={() => saveFile(EXPORTS.decisions[0])}>Export</Button>
      </SetRow>
      <SetRow title="Import what was set by hand" hint="From such a file; what is set here already is skipped.">
        <Button onClick={() => showOverlay('import-decisions')}>Import</Button>
      </SetRow>
      <SetRow title="Close this catalog file" hint="And open another one.">
        <Button onClick={useCloseBook()}>Close</Button>
      </SetRow>
    </section>
  )
}
