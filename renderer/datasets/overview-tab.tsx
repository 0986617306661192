import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AssetRef } from '#contract/shapes'
import { CUSTOM_FIELD_PREFIX, DATASET_FIELDS, type FieldGroup, findField } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { ProductsOf } from '../products/products-of.tsx'
import { Button } from '../ui/button.tsx'
import { DatasetName } from '../ui/name.tsx'
import { NotRead } from '../ui/states.tsx'
import { assetLink, kindWords } from './asset-link.ts'
import { CheckMeter, useCheckSummary } from './check-summary.tsx'
import { Conflicts } from './conflicts.tsx'
import { drawCosts } from './cost-link.tsx'
import { CustomFieldDialog } from './custom-field-dialog.tsx'
import type { Dataset } from './dataset-screen.tsx'
import { FieldList } from './field-list.tsx'
import { KnownIssues } from './known-issues.tsx'
import { ProvLegend } from './provenance.tsx'

const GROUPS: readonly { group: FieldGroup; label: string }[] = [
  { group: 'entry', label: 'Catalog entry' },
  { group: 'refresh', label: 'Refresh' },
  { group: 'lineage', label: 'Lineage' },
  { group: 'quality', label: 'Quality' },
  { group: 'access', label: 'Access' },
  { group: 'usage', label: 'Usage and cost' },
  { group: 'governance', label: 'Governance' },
]
const NEIGHBOURS_SHOWN = 8

/** Every field of the catalog entry, with its value and who says it. */
export function OverviewTab({ data }: { data: Dataset }) {
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  const [isAdding, setAdding] = useState(false)
  useScreenActions({ addField: () => setAdding(true) })
  const subject = { kind: 'dataset', key: data.row.key, column: null } as const
  const custom = data.fields
    .filter((value) => value.field.startsWith(CUSTOM_FIELD_PREFIX))
    .flatMap((value) => findField('dataset', value.field) ?? [])
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="Overview">
      <div className="page" style={{ paddingTop: 8 }}>
        <Conflicts data={data} currency={currency} />
        <div className="ds">
          <div style={{ minWidth: 0 }}>
            {GROUPS.map(({ group, label }, index) => (
              <section key={group} className="group">
                <div className="sect">
                  <h2>{label}</h2>
                  {index === 0 && (
                    <span className="right wide">
                      <ProvLegend />
                    </span>
                  )}
                </div>
                <FieldList
                  subject={subject}
                  fields={DATASET_FIELDS.filter((field) => field.group === group)}
                  values={data.fields}
                  currency={currency}
                  drawn={{ knownIssues: <KnownIssues data={data} />, ...drawCosts(data, currency) }}
                />
              </section>
            ))}
            <section className="group">
              <div className="sect">
                <h2>Custom fields</h2>
                <span className="right">
                  <Button look="ghost" icon="plus" onClick={() => setAdding(true)}>
                    Add a field
                  </Button>
                </span>
              </div>
              {custom.length > 0 ? (
                <FieldList subject={subject} fields={custom} values={data.fields} currency={currency} />
              ) : (
                <p className="small muted ruled" style={{ paddingTop: 6 }}>
                  None. Keep here what your company records and the catalog entry has no field for.
                </p>
              )}
            </section>
          </div>
          <Side data={data} />
        </div>
      </div>
      {isAdding && <CustomFieldDialog datasetKey={data.row.key} onClose={() => setAdding(false)} />}
    </div>
  )
}

function Side({ data }: { data: Dataset }) {
  const { row } = data
  const checks = useCheckSummary(row.key, row.checkCount)
  return (
    <aside className="side" style={{ minWidth: 0 }} aria-label="Checks and neighbours">
      <section>
        <div className="sect">
          <h2>Checks</h2>
          <span className="right">
            <Link to="/catalog/dataset" search={{ key: row.key, tab: 'checks' }} className="ev">
              {plural(row.checkCount, 'check')}
            </Link>
          </span>
        </div>
        <div className="ruled" style={{ paddingTop: 6 }}>
          {row.checkCount === 0 && <p className="small muted">No check is attached: nothing is known about its quality.</p>}
          {checks.summary !== undefined && <CheckMeter summary={checks.summary} />}
          <NotRead what="The results of its checks" query={checks.query} />
        </div>
      </section>
      <ProductsOf datasetKey={row.key} />
      <NeighbourList
        title="Upstream"
        refs={data.upstream}
        total={row.upstreamCount}
        datasetKey={row.key}
        none="Nothing: it is where the data begins, or no source says."
      />
      {data.missingUpstream.length > 0 && (
        <p className="small late" title={data.missingUpstream.join('\n')} style={{ paddingTop: 4 }}>
          {plural(data.missingUpstream.length, 'more name')} in no import
        </p>
      )}
      <NeighbourList
        title="Downstream"
        refs={data.downstream}
        total={row.downstreamCount}
        datasetKey={row.key}
        none="Nothing known reads it."
      />
    </aside>
  )
}

function NeighbourList({
  title,
  refs,
  total,
  datasetKey,
  none,
}: {
  title: string
  refs: readonly AssetRef[]
  total: number
  datasetKey: string
  none: string
}) {
  return (
    <section>
      <div className="sect">
        <h2>{title}</h2>
        <span className="right">
          <Link to="/catalog/dataset" search={{ key: datasetKey, tab: 'lineage' }} className="ev">
            {formatCount(total)}
          </Link>
        </span>
      </div>
      <ul className="neighbours ruled">
        {refs.slice(0, NEIGHBOURS_SHOWN).map((ref) => (
          <li key={ref.key}>
            <Link {...assetLink(ref)}>
              <DatasetName schema={null} name={ref.name} />
            </Link>
            {ref.kind !== 'dataset' && <span className="small muted right">{kindWords(ref)}</span>}
          </li>
        ))}
        {refs.length === 0 && (
          <li className="small muted" style={{ height: 'auto', padding: '6px 0' }}>
            {none}
          </li>
        )}
        {total > NEIGHBOURS_SHOWN && <li className="small muted">and {formatCount(total - NEIGHBOURS_SHOWN)} more</li>}
      </ul>
    </section>
  )
}
