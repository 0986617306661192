import { Fragment, useState } from 'react'
import type { Receipt } from '#contract/imports'
import { formatBytes, formatCount, plural } from '#core/format'
import { CopyButton } from '../ui/name.tsx'
import { When } from '../ui/when.tsx'
import { Amounts } from './amounts.tsx'
import { Original } from './original.tsx'

type Kind = Receipt['kinds'][number]

/** What the files hold, what was taken, what was left and why; of an import that was made, its originals too. */
export function ReceiptView({ receipt, importId }: { receipt: Receipt; importId?: number }) {
  return (
    <div className="stack" style={{ gap: 20 }}>
      <section>
        <div className="sect">
          <h2>Import summary</h2>
          <span className="right">what the files hold, what was taken, what was left and why</span>
        </div>
        <KindTable kinds={receipt.kinds} />
      </section>
      <section>
        <div className="sect">
          <h2>{plural(receipt.files.length, 'file')}</h2>
        </div>
        <div className="tscroll" tabIndex={0} role="region" aria-label="Files">
          <table className="t tight ruled">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Read as</th>
                <th scope="col">Made</th>
                <th scope="col" className="num">
                  Size
                </th>
                <th scope="col">Fingerprint (sha256)</th>
                <th scope="col">Original</th>
              </tr>
            </thead>
            <tbody>
              {receipt.files.map((file) => (
                <tr key={`${file.name} ${file.sha256}`}>
                  <td>
                    <code>{file.name}</code>
                  </td>
                  <td>
                    {file.artifact} {file.version ?? ''}
                  </td>
                  <td>
                    {file.generatedAtMs === null ? (
                      <span className="muted">— the file does not say</span>
                    ) : (
                      <When atMs={file.generatedAtMs} />
                    )}
                  </td>
                  <td className="num">{formatBytes(file.sizeBytes)}</td>
                  <td>
                    <span className="row" style={{ gap: 2 }}>
                      <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
                      <CopyButton text={file.sha256} label="Copy the fingerprint" />
                    </span>
                  </td>
                  <td className="tight-text">
                    <Original file={file} importId={importId} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <Amounts files={receipt.files} />
      {receipt.notUnderstoodTotal > 0 && (
        <section>
          <div className="sect">
            <h2>Not understood</h2>
            <span className="right">
              {plural(receipt.notUnderstoodTotal, 'place')}; kept as the source wrote it where it belongs to a dataset
            </span>
          </div>
          <Reasons items={receipt.notUnderstood} total={receipt.notUnderstoodTotal} />
        </section>
      )}
    </div>
  )
}

function KindTable({ kinds }: { kinds: readonly Kind[] }) {
  const [open, setOpen] = useState<string | null>(null)
  const sum = (pick: (kind: Kind) => number): string => formatCount(kinds.reduce((total, kind) => total + pick(kind), 0))
  return (
    <table className="t tight ruled" style={{ maxWidth: 720 }}>
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col" className="num">
            In the files
          </th>
          <th scope="col" className="num">
            Taken
          </th>
          <th scope="col" className="num">
            Left
          </th>
          <th scope="col" style={{ width: 120 }}>
            <span className="vh">Why</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <Fragment key={kind.kind}>
            <tr>
              <td>{kind.kind.replaceAll('_', ' ')}</td>
              <td className="num">{formatCount(kind.inFile)}</td>
              <td className="num">{formatCount(kind.taken)}</td>
              <td className={`num ${kind.left > 0 ? 'late' : 'muted'}`}>{formatCount(kind.left)}</td>
              <td className="num">
                {kind.reasons.length > 0 && (
                  <button
                    type="button"
                    className="link small"
                    aria-expanded={open === kind.kind}
                    onClick={() => setOpen(open === kind.kind ? null : kind.kind)}
                  >
                    {open === kind.kind ? 'hide' : 'why'}
                  </button>
                )}
              </td>
            </tr>
            {open === kind.kind && (
              <tr>
                <td colSpan={5} style={{ height: 'auto' }}>
                  <Reasons items={kind.reasons} total={kind.left} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
        <tr className="total">
          <td>All</td>
          <td className="num">{sum((kind) => kind.inFile)}</td>
          <td className="num">{sum((kind) => kind.taken)}</td>
          <td className="num">{sum((kind) => kind.left)}</td>
          <td aria-hidden="true"> </td>
        </tr>
      </tbody>
    </table>
  )
}

function Reasons({ items, total }: { items: readonly { path: string; reason: string }[]; total: number }) {
  const [shown, setShown] = useState(50)
  return (
    <ul className="reasons">
      {items.slice(0, shown).map((item, index) => (
        <li key={index}>
          <code>{item.path}</code>
          <span className="soft">{item.reason}</span>
        </li>
      ))}
      {items.length > shown && (
        <li>
          <button type="button" className="link" onClick={() => setShown(items.length)}>
            Show {plural(items.length - shown, 'more', 'more')}
          </button>
        </li>
      )}
      {total > items.length && shown >= items.length && (
        <li className="muted">and {plural(total - items.length, 'more', 'more')}, of the same kinds</li>
      )}
    </ul>
  )
}
