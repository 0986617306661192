import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatCount } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { useDecide } from '../datasets/decide.ts'
import { useVisit } from '../search/recent.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { DeleteTermDialog } from './delete-term.tsx'
import { RenameTermDialog } from './rename-term.tsx'
import { TermLinks } from './term-links.tsx'
import { TermOverview } from './term-overview.tsx'
import { TermStatusMark } from './term-status.tsx'
import { UsedNamePage } from './used-name-page.tsx'

const route = getRouteApi('/catalog/glossary/term')
export type Term = Output<'terms', 'get'>
type Open = 'rename' | 'delete' | null

/** One term: what it means, who says so, and what carries it. */
export function TermScreen() {
  const { key, tab } = route.useSearch()
  const query = useAsk('terms', 'get', { key })
  const router = useRouter()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const { data } = query
  useVisit(
    useMemo(
      () =>
        data === undefined
          ? undefined
          : { key: data.row.key, name: data.row.name, kind: 'term' as const, schema: null, resourceType: null, status: 'active' as const },
      [data],
    ),
  )
  useKeys({ Escape: () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/catalog/glossary' })) })
  const title = data?.row.name ?? (key.startsWith('hand/') ? 'Glossary' : key)
  const isUndefined = query.error?.code === 'not-found' && !key.includes('/')
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Catalog', to: '/catalog' }, { label: 'Glossary', to: '/catalog/glossary' }, { label: title }]}
      layout="fixed"
      heading="own"
      actions={data !== undefined && <TermActions data={data} onOpen={setOpen} />}
    >
      {data !== undefined ? (
        <>
          <TitleBar data={data} />
          <TermTabs data={data} tab={tab} />
          {tab === undefined && <TermOverview data={data} />}
          {tab === 'links' && <TermLinks name={data.row.name} />}
          {tab === 'history' && <HistoryTab assetKey={data.row.key} kind="term" />}
        </>
      ) : isUndefined ? (
        <UsedNamePage name={key} />
      ) : (
        <div className="page">
          <h1 className="vh">Glossary term</h1>
          {query.error === null ? <BoneRows rows={8} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      )}
      {open === 'rename' && data !== undefined && <RenameTermDialog data={data} onClose={() => setOpen(null)} />}
      {open === 'delete' && data !== undefined && <DeleteTermDialog data={data} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function TermActions({ data: { row, sourceNames }, onOpen }: { data: Term; onOpen: (what: Open) => void }) {
  const decide = useDecide()
  const approve = (): void => void decide([{ key: row.key, field: 'termStatus', value: 'approved' }], '', `“${row.name}” is approved.`)
  return (
    <>
      {row.status !== 'approved' && (
        <Button icon="check" onClick={approve} title="Approve this definition">
          <span className="label-wide">Approve</span>
        </Button>
      )}
      <Button icon="edit" onClick={() => onOpen('rename')} title="Rename">
        <span className="label-wide">Rename</span>
      </Button>
      <Button
        icon="close"
        onClick={() => onOpen('delete')}
        disabled={sourceNames.length > 0}
        title={sourceNames.length > 0 ? `It comes from ${sourceNames.join(', ')}: take it out there` : 'Delete'}
      >
        <span className="label-wide">Delete</span>
      </Button>
    </>
  )
}

function TitleBar({ data: { row } }: { data: Term }) {
  return (
    <div className="titlebar wordy">
      <div className="row">
        <h1 className="row" aria-label={row.name}>
          <MiddleCut name={row.name} />
        </h1>
        <CopyButton text={row.name} label="Copy the name" />
        <TermStatusMark status={row.status} />
      </div>
    </div>
  )
}

const TABS = [undefined, 'links', 'history'] as const
const LABELS = { overview: 'Overview', links: 'Linked', history: 'History' } as const

function TermTabs({ data: { row }, tab: current }: { data: Term; tab: (typeof TABS)[number] }) {
  const tabs = TABS.map((name): Tab => {
    const id = name ?? 'overview'
    return {
      id,
      label: LABELS[id],
      aside: id === 'links' ? formatCount(row.datasets + row.columns) : null,
      isCurrent: name === current,
      go: { to: '/catalog/glossary/term', search: { key: row.key, ...(name === undefined ? {} : { tab: name }) }, replace: true },
    }
  })
  return <Tabs label="Parts of this term" tabs={tabs} />
}
