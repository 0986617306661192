import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { DatasetList } from '../catalog/dataset-list.tsx'
import { DatasetsHead, EntryOverview, EntryPage, partTabs } from '../catalog/entry-page.tsx'
import { DeleteButton, RemoveDialog } from '../catalog/remove-dialog.tsx'
import { FieldList } from '../datasets/field-list.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { ProvLegend } from '../datasets/provenance.tsx'
import { useVisit } from '../search/recent.ts'
import { Button } from '../ui/button.tsx'
import { DatasetName, MiddleCut } from '../ui/name.tsx'
import { Empty, NotRead } from '../ui/states.tsx'
import { AddDatasetsDialog } from './add-datasets.tsx'
import { FreshnessWords } from './freshness-words.tsx'
import { setDatasets } from './set-datasets.ts'

const route = getRouteApi('/catalog/products/product')
type Product = Output<'products', 'get'>
const FIELDS = fieldsOf('data_product').filter(({ name }) => name !== 'datasets')

/** One data product: what it is for, what it promises, and the datasets it is made of. */
export function ProductScreen() {
  const { key, part } = route.useSearch()
  const query = useAsk('products', 'get', { key })
  const [open, setOpen] = useState<'add' | 'remove' | null>(null)
  const { data } = query
  const row = data?.row
  useVisit(row?.key)
  useScreenActions({
    addToProduct: row !== undefined && (() => setOpen('add')),
    deleteProduct: data?.sourceNames.length === 0 && (() => setOpen('remove')),
  })
  return (
    <EntryPage
      noun="data product"
      name={row?.name ?? 'Data product'}
      query={query}
      actions={
        <>
          <Button icon="plus" onClick={() => setOpen('add')} title="Add datasets (l)">
            <span className="label-wide">Datasets</span>
          </Button>
          <DeleteButton sourceNames={data?.sourceNames ?? []} onClick={() => setOpen('remove')} />
        </>
      }
      tabs={partTabs(
        part,
        [
          [undefined, 'Overview'],
          ['datasets', 'Datasets', formatCount(row?.datasets ?? 0)],
          ['history', 'History'],
        ],
        (to) => ({ to: '/catalog/products/product', search: { key, part: to } }),
      )}
    >
      {data !== undefined && part === undefined && <Overview data={data} />}
      {data !== undefined && part === 'datasets' && <Members data={data} onAdd={() => setOpen('add')} />}
      {part === 'history' && <HistoryTab assetKey={key} kind="data_product" />}
      {open === 'add' && row !== undefined && <AddDatasetsDialog row={row} onClose={() => setOpen(null)} />}
      {open === 'remove' && row !== undefined && (
        <RemoveDialog
          assetKey={row.key}
          name={row.name}
          goes={`Its purpose, owner and SLA go. ${plural(row.datasets, 'dataset')} ${row.datasets === 1 ? 'stays' : 'stay'} in the catalog.`}
          said={`The data product “${row.name}” is deleted.`}
          list={{ to: '/catalog/products' }}
          onClose={() => setOpen(null)}
        />
      )}
    </EntryPage>
  )
}

const MEMBERS_SHOWN = 10

function Overview({ data: { row, fields, missing } }: { data: Product }) {
  const members = useAsk('datasets', 'list', { filter: { product: [row.key] }, limit: MEMBERS_SHOWN })
  return (
    <EntryOverview
      title="What it is"
      legend={<ProvLegend />}
      sideLabel="Datasets"
      side={
        <section>
          <DatasetsHead count={row.datasets} filter={{ product: [row.key] }} />
          <ul className="neighbours ruled">
            {(members.data?.items ?? []).map((member) => (
              <li key={member.key}>
                <Link to="/catalog/dataset" search={{ key: member.key }}>
                  <DatasetName schema={null} name={member.name} />
                </Link>
              </li>
            ))}
            {row.datasets > MEMBERS_SHOWN && <li className="small muted">and {plural(row.datasets - MEMBERS_SHOWN, 'more', 'more')}</li>}
          </ul>
          <NotRead what="Its datasets" query={members} />
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
      }
    >
      <FieldList subject={{ kind: 'other', key: row.key, column: null }} fields={FIELDS} values={fields} currency="" />
    </EntryOverview>
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
