import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { asAppError, type Output, send, useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import { DatasetList } from '../catalog/dataset-list.tsx'
import { toastDecided } from '../datasets/decide.ts'
import { FieldList } from '../datasets/field-list.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { OtherNames } from '../terms/other-names.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { Chip, Meter } from '../ui/parts.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { toastError } from '../ui/toast.tsx'
import { COVERAGE, Share } from './coverage.tsx'
import { DescribeDomainDialog } from './describe-domain.tsx'
import { MergeDomainDialog, RemoveDomainDialog, RenameDomainDialog } from './domain-dialogs.tsx'

const route = getRouteApi('/catalog/domains/domain')
export type Domain = Output<'domains', 'get'>
type Open = 'describe' | 'rename' | 'merge' | 'remove' | null
const FIELDS = fieldsOf('domain').filter(({ name }) => name !== 'name')

/** One domain: what it is, who owns it, its datasets and how well they are kept. */
export function DomainScreen() {
  const { name, part } = route.useSearch()
  const query = useAsk('domains', 'get', { name })
  const router = useRouter()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const { data } = query
  const filter = useMemo(() => ({ domain: [name] }), [name])
  useKeys({ Escape: () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/catalog/domains' })) })
  const close = (): void => setOpen(null)
  return (
    <Page
      title={name}
      crumbs={[{ label: 'Catalog', to: '/catalog' }, { label: 'Domains', to: '/catalog/domains' }, { label: name }]}
      layout="fixed"
      heading="own"
      actions={data !== undefined && <DomainActions data={data} onOpen={setOpen} />}
    >
      {data === undefined ? (
        <div className="page">
          <h1 className="vh">Domain</h1>
          {query.error === null ? <BoneRows rows={8} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      ) : (
        <>
          <div className="titlebar wordy">
            <div className="row">
              <h1 className="row" aria-label={name}>
                <MiddleCut name={name} />
              </h1>
              <CopyButton text={name} label="Copy the name" />
              {data.row.mergedInto !== null && <Chip look="dash">reads {data.row.mergedInto}</Chip>}
            </div>
          </div>
          <DomainTabs data={data} part={part} />
          {part === undefined && <Overview data={data} onDescribe={() => setOpen('describe')} />}
          {part === 'datasets' && (
            <DatasetList
              filter={filter}
              empty={<Empty text={`No dataset is in “${name}”. Set the domain on a dataset, or on many in the Catalog.`} />}
            />
          )}
          {part === 'history' && data.row.key !== null && <HistoryTab assetKey={data.row.key} kind="domain" />}
          {open === 'describe' && <DescribeDomainDialog name={name} onClose={close} />}
          {open === 'rename' && <RenameDomainDialog row={data.row} onClose={close} />}
          {open === 'merge' && <MergeDomainDialog row={data.row} onClose={close} />}
          {open === 'remove' && <RemoveDomainDialog row={data.row} onClose={close} />}
        </>
      )}
    </Page>
  )
}

function DomainActions({ data: { row, sourceNames }, onOpen }: { data: Domain; onOpen: (what: Open) => void }) {
  if (row.mergedInto !== null) return null
  const isOfSource = sourceNames.length > 0
  return (
    <>
      <Button icon="edit" onClick={() => onOpen('rename')} title="Rename">
        <span className="label-wide">Rename</span>
      </Button>
      <Button onClick={() => onOpen('merge')} title="Say that it is another domain">
        Merge
      </Button>
      {row.key !== null && (
        <Button
          icon="close"
          onClick={() => onOpen('remove')}
          disabled={isOfSource}
          title={isOfSource ? `It comes from ${sourceNames.join(', ')}: take it out there` : 'Delete the description'}
        >
          <span className="label-wide">Delete</span>
        </Button>
      )}
    </>
  )
}

function DomainTabs({ data: { row }, part }: { data: Domain; part: 'datasets' | 'history' | undefined }) {
  const tab = (id: string, label: string, name: typeof part, aside: string | null): Tab => ({
    id,
    label,
    aside,
    isCurrent: part === name,
    go: { to: '/catalog/domains/domain', search: { name: row.name, ...(name === undefined ? {} : { part: name }) }, replace: true },
  })
  const history = row.key === null ? [] : [tab('history', 'History', 'history', null)]
  return (
    <Tabs
      label="Parts of this domain"
      tabs={[tab('overview', 'Overview', undefined, null), tab('datasets', 'Datasets', 'datasets', formatCount(row.datasets)), ...history]}
    />
  )
}

function Overview({ data, onDescribe }: { data: Domain; onDescribe: () => void }) {
  const { row } = data
  const split = (name: string): void =>
    void send('domains', 'split', { name }).then(
      ({ groupId }) => toastDecided(`Datasets that name “${name}” read it again.`, groupId),
      (error: unknown) => toastError(asAppError(error)),
    )
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="Overview">
      <div className="page" style={{ paddingTop: 8 }}>
        <div className="ds">
          <div style={{ minWidth: 0 }}>
            <div className="sect">
              <h2>What it is</h2>
            </div>
            {row.key === null ? (
              <div className="ruled" style={{ paddingTop: 8 }}>
                <p className="soft" style={{ marginBottom: 8 }}>
                  {row.mergedInto === null
                    ? `${plural(row.datasets, 'dataset')} ${row.datasets === 1 ? 'names' : 'name'} it, and nobody has described it yet.`
                    : `What names it reads “${row.mergedInto}”.`}
                </p>
                {row.mergedInto === null ? (
                  <Button look="primary" icon="plus" onClick={onDescribe}>
                    Describe it
                  </Button>
                ) : (
                  <Button onClick={() => split(row.name)}>Take apart</Button>
                )}
              </div>
            ) : (
              <FieldList subject={{ kind: 'other', key: row.key, column: null }} fields={FIELDS} values={data.fields} currency="" />
            )}
            <OtherNames title="Other names that read this domain" names={data.alsoReads} of={row.name} onSplit={split} />
          </div>
          <aside className="side" style={{ minWidth: 0 }} aria-label="Datasets">
            <section>
              <div className="sect">
                <h2>Datasets</h2>
                <span className="right">
                  <Link to="/catalog" search={{ domain: [row.name] }} className="ev" aria-label={plural(row.datasets, 'dataset')}>
                    {formatCount(row.datasets)}
                  </Link>
                </span>
              </div>
              <ul className="coverage ruled" aria-label="Coverage">
                {COVERAGE.map((coverage) => (
                  <li key={coverage.part}>
                    <span>{coverage.label}</span>
                    {row.datasets > 0 && <Meter share={row[coverage.part] / row.datasets} />}
                    <span className="num">
                      <Share row={row} coverage={coverage} />
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          </aside>
        </div>
      </div>
    </div>
  )
}
