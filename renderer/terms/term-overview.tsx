import { Link } from '@tanstack/react-router'
import { fieldsOf } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { asAppError, send, useAsk } from '../app/api.ts'
import { EntryOverview } from '../catalog/entry-page.tsx'
import { toastDecided } from '../datasets/decide.ts'
import { FieldList } from '../datasets/field-list.tsx'
import { ProvLegend } from '../datasets/provenance.tsx'
import { DatasetName } from '../ui/name.tsx'
import { NotRead } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { OtherNames } from './other-names.tsx'
import type { Term } from './term-screen.tsx'

const LINKS_SHOWN = 10
/** Renaming has a dialog of its own: links follow the name. */
const FIELDS = fieldsOf('term').filter(({ name }) => name !== 'name')

/** A term's fields with who says each, and the first of what carries it. */
export function TermOverview({ data }: { data: Term }) {
  return (
    <EntryOverview title="What it means" legend={<ProvLegend />} sideLabel="What carries it" side={<FirstLinks data={data} />}>
      <FieldList subject={{ kind: 'other', key: data.row.key, column: null }} fields={FIELDS} values={data.fields} currency="" />
      <OtherNames title="Other names that read this term" names={data.alsoReads} of={data.row.name} onSplit={split} />
    </EntryOverview>
  )
}

function split(name: string): void {
  send('terms', 'split', { name }).then(
    ({ groupId }) => toastDecided(`What carries “${name}” reads it again.`, groupId),
    (error: unknown) => toastError(asAppError(error)),
  )
}

function FirstLinks({ data: { row } }: { data: Term }) {
  const links = useAsk('terms', 'links', { name: row.name, limit: LINKS_SHOWN })
  const total = row.datasets + row.columns
  return (
    <section>
      <div className="sect">
        <h2>Linked</h2>
        <span className="right">
          <Link
            to="/catalog/glossary/term"
            search={{ key: row.key, tab: 'links' }}
            className="ev"
            aria-label={`${formatCount(total)} linked`}
          >
            {formatCount(total)}
          </Link>
        </span>
      </div>
      <ul className="neighbours ruled">
        {(links.data?.items ?? []).map((link) => (
          <li key={`${link.key} ${link.column ?? ''}`}>
            <Link
              to="/catalog/dataset"
              search={{ key: link.key, ...(link.column === null ? {} : { tab: 'columns', col: link.column }) }}
              title={link.column === null ? link.name : `${link.name}, column ${link.column}`}
            >
              <DatasetName schema={link.column === null ? null : link.name} name={link.column ?? link.name} />
            </Link>
          </li>
        ))}
        {links.data?.total === 0 && (
          <li className="small muted" style={{ height: 'auto', padding: '6px 0' }}>
            Nothing carries it yet.{' '}
            <Link to="/catalog/glossary/term" search={{ key: row.key, tab: 'links' }} className="link">
              Link something
            </Link>
          </li>
        )}
        {total > LINKS_SHOWN && <li className="small muted">and {plural(total - LINKS_SHOWN, 'more', 'more')}</li>}
      </ul>
      <NotRead what="What carries it" query={links} />
    </section>
  )
}
