import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount } from '#core/format'
import { useAsk } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock, Note } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { When } from '../ui/when.tsx'
import { ChangesList } from './changes-list.tsx'
import { OpenRenames } from './open-renames.tsx'
import { ReceiptView } from './receipt.tsx'
import { Checked } from './sources-screen.tsx'
import { UndoImportDialog } from './undo-import.tsx'
import { changeWords } from './words.ts'

const route = getRouteApi('/sources/imports/$importId')

/** One past import: its summary, what it changed, and the way back. */
export function ImportRecordScreen() {
  const importId = Number(route.useParams().importId)
  const { tab } = route.useSearch()
  const query = useAsk('imports', 'show', { importId })
  const [isUndoing, setUndoing] = useState(false)
  const row = query.data?.row
  const receipt = query.data !== undefined && <ReceiptView receipt={query.data.receipt} importId={importId} />
  useScreenActions({ undoImport: row?.status === 'visible' && (() => setUndoing(true)) })
  const go = (next: 'changes' | undefined) =>
    ({ to: '/sources/imports/$importId', params: { importId: String(importId) }, search: next === undefined ? {} : { tab: next } }) as const
  return (
    <Page
      title={`Import ${importId}`}
      crumbs={[{ label: 'Sources', to: '/sources' }, { label: `Import ${importId}` }]}
      layout="fixed"
      heading="own"
      actions={
        row?.status === 'visible' ? (
          <Button icon="undo" onClick={() => setUndoing(true)}>
            Undo
          </Button>
        ) : undefined
      }
    >
      <div className="titlebar">
        <div className="row">
          <h1 style={{ fontFamily: 'var(--sb-font)' }}>
            {row === undefined ? `Import ${importId}` : `Import ${importId} of ${row.sourceName}`}
          </h1>
          {row?.status === 'undone' && <Chip look="dash">undone</Chip>}
          {row !== undefined && (
            <span className="small muted wide right">
              <When atMs={row.startedAtMs} />, by {row.author}
            </span>
          )}
        </div>
        {row === undefined ? (
          // Its line is kept, so that nothing below jumps.
          <p>{'\u00a0'}</p>
        ) : (
          <p className="soft">
            {changeWords(row.changes)}.{' '}
            {row.status === 'visible' && row.checkedAtMs !== null && (
              <>
                Its files were <Checked atMs={row.checkedAtMs} />.{' '}
              </>
            )}
            {row.status === 'visible' && (
              <Link to={row.format === 'costs' ? '/costs' : '/catalog'} className="link">
                {row.format === 'costs' ? 'Open the costs' : 'Open the catalog'}
              </Link>
            )}
          </p>
        )}
      </div>
      <Tabs
        label="Parts of this import"
        tabs={[
          { id: 'summary', label: 'Summary', isCurrent: tab === undefined, go: go(undefined) },
          {
            id: 'changes',
            label: 'Changes',
            aside:
              row === undefined ? '—' : formatCount(row.changes.added + row.changes.changed + row.changes.removed + row.changes.conflicts),
            isCurrent: tab === 'changes',
            go: go('changes'),
          },
        ]}
      />
      {query.error !== null && (
        <div className="page">
          <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.data !== undefined && tab === 'changes' && (
        <div className="importview">
          <div style={{ height: 12 }} />
          <ChangesList source={{ importId }} counts={query.data.row.changes} />
        </div>
      )}
      {tab === undefined && (query.data !== undefined || query.error === null) && (
        <div className="pagescroll" tabIndex={0} role="region" aria-label="Summary">
          <div className="page">
            {row?.status === 'undone' && (
              <Note>
                This import was undone
                {row.undoneAtMs !== null && (
                  <>
                    {' '}
                    <When atMs={row.undoneAtMs} />
                  </>
                )}
                : nothing in the catalog comes from it any more.
              </Note>
            )}
            {query.data === undefined ? (
              <BoneRows rows={10} />
            ) : query.data.row.status === 'visible' ? (
              <OpenRenames importId={importId}>{receipt}</OpenRenames>
            ) : (
              receipt
            )}
          </div>
        </div>
      )}
      {isUndoing && <UndoImportDialog importId={importId} onClose={() => setUndoing(false)} />}
    </Page>
  )
}
