import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import { formatCount, plural } from '#core/format'
import { type Input, send } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { saveFile } from '../files/save-file.ts'
import { FileMenu } from '../files/file-menu.tsx'
import type { ColumnLayout } from '../ui/columns.ts'
import { FILE_COLUMNS } from './file-columns.ts'
import type { TickedDatasets } from './ticked.ts'

type Export = Input<'datasets', 'export'>
type Props = {
  readonly shown: Pick<Required<Export>, 'sort'> & { readonly filter: DatasetFilter }
  readonly layout: ColumnLayout<DatasetRow>
  readonly ticked: TickedDatasets
  /** null: not known (yet). */
  readonly total: number | null
}

/** Takes the list in and out: what is ticked, else what it shows, in its order and with its columns. */
export function CatalogFiles({ shown: { filter, sort }, layout, ticked, total }: Props) {
  const selection = ticked.selection ?? { filter }
  const what = ticked.selection === null ? plural(total ?? 0, 'dataset') : `${formatCount(ticked.count)} ticked`
  const columns = layout.chosen.flatMap(({ id }) => FILE_COLUMNS[id] ?? [])
  const write = (format: Export['format']) => () => send('datasets', 'export', { selection, sort, columns, format })
  const table = { label: `Export ${what} as a table`, hint: 'CSV, can be imported again', noun: 'dataset', write: write('csv') }
  const json = { label: `Export ${what} as JSON`, hint: 'for programs', noun: 'dataset', write: write('json') }
  const isAny = (total ?? 0) > 0
  useScreenActions({ exportDatasets: isAny && (() => saveFile(table)), exportDatasetsJson: isAny && (() => saveFile(json)) })
  return <FileMenu take={{ format: 'datasets', label: 'Import a list of datasets', hint: 'CSV' }} give={isAny ? [table, json] : []} />
}
