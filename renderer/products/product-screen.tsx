import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { type Output, useAsk, useCommand } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import { DatasetList } from '../catalog/dataset-list.tsx'
import { toastDecided } from '../datasets/decide.ts'
import { FieldList } from '../datasets/field-list.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { CopyButton, DatasetName, MiddleCut } from '../ui/name.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { AddDatasetsDialog } from './add-datasets.tsx'
import { FreshnessWords } from './freshness-words.tsx'
import { setDatasets } from './set-datasets.ts'

const route = getRouteApi('/catalog/products/product')
type Product = Output<'products', 'get'>
type Part = 'datasets' | 'history' | undefined
const FIELDS = fieldsOf('data_product').filter(({ name }) => name !== 'datasets')

/** One data product: what it is for, what it promises, and the datasets it is made of. */
export function ProductScreen() {
  const { key, part } = route.useSearch()
  const query = useAsk('products', 'get', { key })
  const router = useRouter()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'add' | 'remove' | null>(null)
  const { data } = query
  useKeys({
    Escape: () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/catalog/products' })),
    l: () => data !== undefined && setOpen('add'),
  })
  const title = data?.row.name ?? 'Data product'
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Catalog', to: '/catalog' }, { label: 'Products', to: '/catalog/products' }, { label: title }]}
      layout="fixed"
      heading="own"
      actions={
        data !== undefined && (
          <>
            <Button icon="plus" onClick={() => setOpen('add')} title="Add datasets (l)">
              <span className="label-wide">Datasets</span>
            </Button>
            <Button
              icon="close"
              onClick={() => setOpen('remove')}
              disabled={data.sourceNames.length > 0}
              title={data.sourceNames.length > 0 ? `It comes from ${data.sourceNames.join(', ')}: take it out there` : 'Delete'}
            >
              <span className="label-wide">Delete</span>
            </Button>
          </>
        )
      }
    >
      {data === undefined ? (
        <div className="page">
          <h1 className="vh">{title}</h1>
          {query.error === null ? <BoneRows rows={8} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      ) : (
        <>
          <div className="titlebar wordy">
            <div className="row">
              <h1 className="row" aria-label={title}>
                <MiddleCut name={title} />
              </h1>
              <CopyButton text={title} label="Copy the name" />
            </div>
          </div>
          <ProductTabs data={data} part={part} />
          {part === undefined && <Overview data={data} />}
          {part === 'datasets' && <Members data={data} onAdd={() => setOpen('add')} />}
          {part === 'history' && <HistoryTab assetKey={data.row.key} kind="data_product" />}
          {open === 'add' && <AddDatasetsDialog row={data.row} onClose={() => setOpen(null)} />}
          {open === 'remove' && <RemoveProductDialog data={data} onClose={() => setOpen(null)} />}
        </>
      )}
    </Page>
  )
}

function ProductTabs({ data: { row }, part }: { data: Product; part: Part }) {
  const tab = (id: string, label: string, name: Part, aside: string | null): Tab => ({
    id,
    label,
    aside,
    isCurrent: part === name,
    go: { to: '/catalog/products/product', search: { key: row.key, ...(name === undefined ? {} : { part: name }) }, replace: true },
  })
  return (
    <Tabs
      label="Parts of this data product"
      tabs={[
        tab('overview', 'Overview', undefined, null),
        tab('datasets', 'Datasets', 'datasets', formatCount(row.datasets)),
        tab('history', 'History', 'history', null),
      ]}
    />
  )
}

const MEMBERS_SHOWN = 10

function Overview({ data: { row, fields, missing } }: { data: Product }) {
  const members = useAsk('datasets', 'list', { filter: { product: [row.key] }, limit: MEMBERS_SHOWN }).data?.items ?? []
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="Overview">
      <div className="page" style={{ paddingTop: 8 }}>
        <div className="ds">
          <div style={{ minWidth: 0 }}>
            <div className="sect">
              <h2>What it is</h2>
            </div>
            <FieldList subject={{ kind: 'other', key: row.key, column: null }} fields={FIELDS} values={fields} currency="" />
          </div>
          <aside className="side" style={{ minWidth: 0 }} aria-label="Datasets">
            <section>
              <div className="sect">
                <h2>Datasets</h2>
                <span className="right">
                  <Link to="/catalog" search={{ product: [row.key] }} className="ev" aria-label={plural(row.datasets, 'dataset')}>
                    {formatCount(row.datasets)}
                  </Link>
                </span>
              </div>
              <ul className="neighbours ruled">
                {members.map((member) => (
                  <li key={member.key}>
                    <Link to="/catalog/dataset" search={{ key: member.key }}>
                      <DatasetName schema={null} name={member.name} />
                    </Link>
                  </li>
                ))}
                {row.datasets > MEMBERS_SHOWN && (
                  <li className="small muted">and {plural(row.datasets - MEMBERS_SHOWN, 'more', 'more')}</li>
                )}
              </ul>
              <div style={{ paddingTop: 6 }}>
                <p className="small">
                  Freshness: <FreshnessWords row={row} />
                </p>
                {missing.length > 0 && (
                  <details className="small" style={{ paddingTop: 4 }}>
                    <summary className="late">{plural(missing.length, 'more dataset')} in no source</summary>
                    <ul className="neighbours" aria-label="Datasets in no source">
                      {missing.map((name) => (
                        <li key={name}>
                          <code className="row" style={{ minWidth: 0 }}>
                            <MiddleCut name={name} />
                          </code>
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </div>
            </section>
          </aside>
        </div>
      </div>
    </div>
  )
}

function Members({ data: { row }, onAdd }: { data: Product; onAdd: () => void }) {
  const filter = useMemo(() => ({ product: [row.key] }), [row.key])
  return (
    <DatasetList
      filter={filter}
      empty={
        <Empty text={`No dataset is part of “${row.name}” yet.`}>
          <Button look="primary" icon="plus" onClick={onAdd}>
            Add datasets
          </Button>
        </Empty>
      }
      actions={(selection, clear) => (
        <button
          type="button"
          className="link"
          onClick={() => void setDatasets({ key: row.key, selection, how: 'remove' }, row.name).then((isDone) => isDone && clear())}
        >
          Take out
        </button>
      )}
    />
  )
}

/** Deletes a product; its datasets stay what they are. */
function RemoveProductDialog({ data: { row }, onClose }: { data: Product; onClose: () => void }) {
  const remove = useCommand('assets', 'remove')
  const navigate = useNavigate()
  const submit = (): void =>
    remove.mutate(
      { key: row.key },
      {
        onSuccess({ groupId }) {
          onClose()
          toastDecided(`The data product “${row.name}” is deleted.`, groupId)
          void navigate({ to: '/catalog/products' })
        },
      },
    )
  return (
    <FormDialog title={`Delete “${row.name}”`} action="Delete" look="danger" onSubmit={submit} onClose={onClose} isBusy={remove.isPending}>
      <p className="soft">{`Its purpose, owner and SLA go. ${plural(row.datasets, 'dataset')} ${row.datasets === 1 ? 'stays' : 'stay'} in the catalog.`}</p>
      {remove.error !== null && <ErrorBlock error={remove.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
