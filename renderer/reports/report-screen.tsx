import { Menu } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { HEAD_HASH_LABEL, type Report, type ReportBlock } from '#core/reports/document'
import { DASH, formatCount, plural } from '#core/format'
import { send, useAsk } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { FirstChoices } from '../book/first-choices.tsx'
import { saveOne, savedWords, useIsWriting } from '../files/save-file.ts'
import { useFloating } from '../ui/floating.ts'
import { Icon } from '../ui/icon.tsx'
import { CopyButton } from '../ui/name.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { ReportTableView } from './report-table.tsx'

const route = getRouteApi('/reports/$name')
const FORMATS = [
  { format: 'html', label: 'HTML page', hint: 'one file, prints well' },
  { format: 'md', label: 'Markdown', hint: 'for a wiki or a repository' },
  { format: 'csv', label: 'CSV', hint: 'every table, for a spreadsheet' },
  { format: 'json', label: 'JSON', hint: 'for programs' },
] as const
type Format = (typeof FORMATS)[number]['format']

/** A report on screen; what is exported renders the same document. */
export function ReportScreen() {
  const { name } = route.useParams()
  const query = useAsk('reports', 'run', { name, scope: { filter: {} } })
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  const report = query.data
  const title = report?.title ?? 'Report'
  const isEmpty = report?.head.population === 0
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Reports', to: '/reports' }, { label: title }]}
      heading="own"
      actions={report === undefined || isEmpty ? undefined : <ExportMenu name={name} />}
    >
      <div className="page">
        {query.error !== null && <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && (
          <>
            <h1>Report</h1>
            <BoneRows rows={12} />
          </>
        )}
        {report !== undefined &&
          (isEmpty ? (
            <>
              <h1>{title}</h1>
              <FirstChoices />
            </>
          ) : (
            <Document report={report} currency={currency} />
          ))}
      </div>
    </Page>
  )
}

function ExportMenu({ name }: { name: string }) {
  const { floating, dropdown } = useFloating()
  const isWriting = useIsWriting()
  const save = (format: Format): void => saveOne(() => send('reports', 'export', { name, format }), savedWords)
  useScreenActions({
    exportHtml: () => save('html'),
    exportMarkdown: () => save('md'),
    exportCsv: () => save('csv'),
    exportJson: () => save('json'),
  })
  return (
    <Menu {...floating} width={260} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="btn">
          <Icon name="download" />
          {isWriting ? 'Writing…' : 'Export'}
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown {...dropdown}>
        {FORMATS.map(({ format, label, hint }) => (
          <Menu.Item key={format} onClick={() => save(format)}>
            {label} <span className="small muted">{hint}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Document({ report, currency }: { report: Report; currency: string }) {
  return (
    <article className="report">
      <Head report={report} />
      {report.sections.map((section) => (
        <section key={section.id} aria-label={section.title}>
          <h2>{section.title}</h2>
          {section.blocks.map((block, index) => (
            <Block key={block.kind === 'table' ? block.id : `${block.kind}-${index}`} block={block} currency={currency} />
          ))}
        </section>
      ))}
    </article>
  )
}

function Head({ report }: { report: Report }) {
  const { head } = report
  return (
    <header>
      <h1>{report.title}</h1>
      <p className="facts">
        <span>{head.bookName}</span>
        <span>
          <em>As of</em> <When atMs={head.asOfMs} />
        </span>
        <span>
          <em>Scope</em> {head.scope}
        </span>
        <span>
          {formatCount(head.population)} {head.populationOf}
        </span>
      </p>
      <details className="under" style={{ marginTop: 8 }}>
        <summary>Details: {plural(head.sources.length, 'source')} with fingerprints, rule sets, journal head</summary>
        <table className="t tight">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Import</th>
              <th scope="col">Imported</th>
              <th scope="col">Made</th>
              <th scope="col">File</th>
              <th scope="col">sha256</th>
            </tr>
          </thead>
          <tbody>
            {head.sources.flatMap((source) =>
              source.files.map((file) => (
                <tr key={`${file.importId} ${file.name}`}>
                  <td>{source.name}</td>
                  <td>{file.importId}</td>
                  <td>
                    <When atMs={file.importedAtMs} />
                  </td>
                  <td>{file.generatedAtMs === null ? DASH : <When atMs={file.generatedAtMs} />}</td>
                  <td>
                    <code>{file.name}</code>
                  </td>
                  <td>
                    <code title={file.sha256}>{file.sha256.slice(0, 16)}…</code>
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
        <p className="small soft" style={{ padding: '6px 0' }}>
          {head.rulePacks.length === 0
            ? 'No rule set was used.'
            : `Rule sets: ${head.rulePacks.map((pack) => `${pack.id} ${pack.version}`).join(', ')}.`}
        </p>
        <div className="row small soft">
          <span>
            {HEAD_HASH_LABEL}: <code>{head.headHash}</code>
          </span>
          <CopyButton text={head.headHash} label="Copy the hash" />
        </div>
      </details>
    </header>
  )
}

function Block({ block, currency }: { block: ReportBlock; currency: string }) {
  switch (block.kind) {
    case 'text':
      return <p className="prosetext">{block.text}</p>
    case 'figures':
      return (
        <div className="strip">
          {block.items.map((item) => (
            <div key={item.id}>
              <div className="k">{item.label}</div>
              <div className="v">
                {item.value === null ? DASH : formatCount(item.value)} {item.of !== null && <small>of {formatCount(item.of)}</small>}
              </div>
              <div className="s" title={item.note}>
                {item.note}
              </div>
            </div>
          ))}
        </div>
      )
    case 'table':
      return <ReportTableView table={block} currency={currency} />
  }
}
