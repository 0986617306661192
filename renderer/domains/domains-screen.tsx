import { Link, useNavigate } from '@tanstack/react-router'
import type { DomainRow } from '#contract/domains'
import { formatCount, plural } from '#core/format'
import { useAddressText } from '../app/address-text.ts'
import { useAsk } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { type ShortList, ShortListScreen } from '../catalog/short-list.tsx'
import { EXPORTS } from '../files/exports.ts'
import { FileMenu } from '../files/file-menu.tsx'
import type { LedgerColumn } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { CutText } from '../ui/parts.tsx'
import { COVERAGE, Share } from './coverage.tsx'

const COLUMNS: readonly LedgerColumn<DomainRow>[] = [
  {
    id: 'name',
    head: 'Domain',
    width: 168,
    cell: (row) => (
      <Link to="/catalog/domains/domain" search={{ name: row.name }} className="row namelink" tabIndex={-1}>
        <MiddleCut name={row.name} />
      </Link>
    ),
  },
  {
    id: 'description',
    head: 'Description',
    width: 180,
    isFlexible: true,
    cell: (row) => (
      <CutText
        text={row.description}
        why={row.key === null ? 'Datasets name it, and nobody has described it' : 'It has no description'}
        look="soft"
      />
    ),
  },
  {
    id: 'owner',
    head: 'Owner',
    width: 148,
    cell: (row) => <CutText text={row.ownerTeam} why="Nobody owns it" />,
  },
  {
    id: 'datasets',
    head: 'Datasets',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog" search={{ domain: [row.name] }} className="ev" tabIndex={-1}>
        {formatCount(row.datasets)}
      </Link>
    ),
  },
  ...COVERAGE.map(
    (coverage): LedgerColumn<DomainRow> => ({
      id: coverage.part,
      head: coverage.label,
      headTitle: `Share of its datasets; the number leads to those ${coverage.without}`,
      width: 84,
      isRight: true,
      cell: (row) => <Share row={row} coverage={coverage} />,
    }),
  ),
]

const LIST: ShortList<DomainRow> = {
  section: 'domains',
  title: 'Domains',
  noun: 'domain',
  shortNoun: 'Domain',
  columns: COLUMNS,
  keyOf: (row) => row.name,
  emptyText:
    'No domain is known yet. A domain is a part of the business that owns its data, such as sales or finance; datasets name theirs.',
  makeFirst: 'Describe a domain',
  makeAction: 'newDomain',
  makeDialog: 'new-domain',
}

const FILES = <FileMenu take={{ format: 'domains', label: 'Import domains', hint: 'CSV' }} give={EXPORTS.domains} />

/** The parts of the business, who owns each and how well its datasets are kept. */
export function DomainsScreen() {
  const [text, setText] = useAddressText()
  const pages = usePages('domains', 'list', text.trim() === '' ? {} : { text })
  const whole = useAsk('domains', 'list', { limit: 1 }).data
  const navigate = useNavigate()
  const without = whole?.withoutDomain ?? 0
  return (
    <ShortListScreen
      list={LIST}
      pages={pages}
      narrowing={{ text, onText: setText, all: whole?.total }}
      actions={FILES}
      onOpen={(row) => void navigate({ to: '/catalog/domains/domain', search: { name: row.name } })}
      foot={
        without > 0 && (
          <Link to="/catalog" search={{ domain: [''] }} className="link">
            {plural(without, 'dataset')} in no domain
          </Link>
        )
      }
    />
  )
}
