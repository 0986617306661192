import { Link, useNavigate } from '@tanstack/react-router'
import type { ProductRow } from '#contract/products'
import { formatCount } from '#core/format'
import { useAddressText } from '../app/address-text.ts'
import { useAsk } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { type ShortList, ShortListScreen } from '../catalog/short-list.tsx'
import { EXPORTS } from '../files/exports.ts'
import { FileMenu } from '../files/file-menu.tsx'
import type { LedgerColumn } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { CutText } from '../ui/parts.tsx'
import { FreshnessWords } from './freshness-words.tsx'

const COLUMNS: readonly LedgerColumn<ProductRow>[] = [
  {
    id: 'name',
    head: 'Data product',
    width: 184,
    cell: (row) => (
      <Link to="/catalog/products/product" search={{ key: row.key }} className="row namelink" tabIndex={-1}>
        <MiddleCut name={row.name} />
      </Link>
    ),
  },
  {
    id: 'description',
    head: 'Description',
    width: 180,
    isFlexible: true,
    cell: (row) => <CutText text={row.description} why="It has no description" />,
  },
  { id: 'owner', head: 'Owner', width: 148, cell: (row) => <CutText text={row.ownerTeam} why="Nobody owns it" /> },
  { id: 'domain', head: 'Domain', width: 112, cell: (row) => <CutText text={row.domain} why="It is in no domain" /> },
  { id: 'sla', head: 'SLA', width: 176, cell: (row) => <CutText text={row.sla} why="Nothing is promised" /> },
  {
    id: 'datasets',
    head: 'Datasets',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog" search={{ product: [row.key] }} className="ev" tabIndex={-1}>
        {formatCount(row.datasets)}
      </Link>
    ),
  },
  { id: 'fresh', head: 'Freshness', width: 136, cell: (row) => <FreshnessWords row={row} /> },
]

const LIST: ShortList<ProductRow> = {
  section: 'products',
  title: 'Data products',
  noun: 'data product',
  shortNoun: 'Product',
  columns: COLUMNS,
  keyOf: (row) => row.key,
  emptyText: 'No data product yet. It is a named set of datasets with a purpose, an owner and an SLA: what you hand out as one thing.',
  makeFirst: 'Make a data product',
  makeAction: 'newProduct',
  makeDialog: 'new-product',
}

const FILES = <FileMenu take={{ format: 'products', label: 'Import data products', hint: 'CSV' }} give={EXPORTS.products} />

/** Sets of datasets that are handed out as one thing. */
export function ProductsScreen() {
  const [text, setText] = useAddressText()
  const pages = usePages('products', 'list', text.trim() === '' ? {} : { text })
  const whole = useAsk('products', 'list', { limit: 1 }).data
  const navigate = useNavigate()
  return (
    <ShortListScreen
      list={LIST}
      pages={pages}
      narrowing={{ text, onText: setText, all: whole?.total }}
      actions={FILES}
      onOpen={(row) => void navigate({ to: '/catalog/products/product', search: { key: row.key } })}
    />
  )
}
