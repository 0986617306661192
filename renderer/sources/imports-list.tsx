import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { ImportRow } from '#contract/imports'
import { plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { Button } from '../ui/button.tsx'
import { MoreRows, PagesNotRead } from '../ui/more-rows.tsx'
import { Chip } from '../ui/parts.tsx'
import { useRowKeys } from '../ui/row-keys.ts'
import { BoneRows, Empty } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { UndoImportDialog } from './undo-import.tsx'
import { changeWords } from './words.ts'

/** Past imports, newest first, of one source or all. */
export function ImportsList({ sourceId }: { sourceId?: number }) {
  const pages = usePages('imports', 'list', sourceId === undefined ? {} : { sourceId })
  const [undoing, setUndoing] = useState<number | null>(null)
  const table = useRef<HTMLTableSectionElement>(null)
  useRowKeys(table, 'tr')
  if (pages.failed === 'first') return <PagesNotRead pages={pages} />
  if (pages.isLoading) return <BoneRows rows={6} />
  if (pages.total === 0) return <Empty text="Nothing is imported yet. Every import is listed here with its summary, and can be undone." />
  return (
    <>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Imports">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Import</th>
              <th scope="col">When</th>
              <th scope="col">Source</th>
              <th scope="col">Changes</th>
              <th scope="col" className="wide">
                Files
              </th>
              <th scope="col">By</th>
              <th scope="col">
                <span className="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={table}>
            {pages.rows.map((row) => (
              <ImportLine key={row.importId} row={row} onUndo={() => setUndoing(row.importId)} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'older import')}`} />
      {undoing !== null && <UndoImportDialog importId={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}

function ImportLine({ row, onUndo }: { row: ImportRow; onUndo: () => void }) {
  return (
    <tr>
      <td>
        <Link to="/sources/imports/$importId" params={{ importId: String(row.importId) }} className="ev">
          {row.importId}
        </Link>
      </td>
      <td>
        <When atMs={row.startedAtMs} />
      </td>
      <td>{row.sourceName}</td>
      <td>
        {row.status === 'undone' ? (
          <Chip look="dash">undone</Chip>
        ) : (
          <Link to="/sources/imports/$importId" params={{ importId: String(row.importId) }} search={{ tab: 'changes' }} className="ev">
            {changeWords(row.changes)}
          </Link>
        )}
      </td>
      <td className="wide" style={{ maxWidth: 240 }}>
        <span className="cut soft" style={{ display: 'block' }} title={row.fileNames.join('\n')}>
          {row.fileNames.join(', ')}
        </span>
      </td>
      <td className="soft" style={{ maxWidth: 160 }}>
        <span className="cut" style={{ display: 'block' }} title={row.author}>
          {row.author}
        </span>
      </td>
      <td className="num">
        {row.status === 'visible' && (
          <Button look="ghost" icon="undo" onClick={onUndo} aria-label={`Undo import ${row.importId}`}>
            Undo
          </Button>
        )}
      </td>
    </tr>
  )
}
