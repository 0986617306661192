import { type Action, useActions } from './actions.ts'

type ScreenAction = Omit<Action, 'run'> & {
  /** Where it is offered, for the list of keys. */
  readonly where: string
}

const LIST = 'In the Catalog list'
const DATASET = 'On a dataset'
const TERM = 'On a glossary term'
const DOMAIN = 'On a domain'
const PRODUCT = 'On a data product'

/** All that single screens offer beside what can be done everywhere: each has a name here, and a key where it has one. */
export const SCREEN_ACTIONS = {
  editTicked: { title: 'Edit the ticked datasets', also: 'bulk set owner domain tier', keys: 'e', where: LIST },
  addTickedToProduct: { title: 'Add the ticked datasets to a data product', where: LIST },
  clearTicks: { title: 'Clear the ticks', also: 'untick selection', where: LIST },
  saveView: { title: 'Save this view', also: 'keep filter columns order', where: LIST },
  removeView: { title: 'Remove this view', also: 'delete saved', where: LIST },
  clearFilters: { title: 'Clear the filters', also: 'facets show all', where: LIST },
  exportDatasets: { title: 'Export these datasets as a table', also: 'csv save list ticked', where: LIST },
  exportDatasetsJson: { title: 'Export these datasets as JSON', also: 'save list ticked', where: LIST },
  editDataset: { title: 'Edit this dataset', also: 'change set owner description', keys: 'e', where: DATASET },
  addIssue: { title: 'Add an issue to this dataset', also: 'known problem wrong', where: DATASET },
  addField: { title: 'Add a field to this dataset', also: 'custom', where: DATASET },
  sameDataset: { title: 'This dataset is another one', also: 'same rename join keys', where: DATASET },
  removeDataset: { title: 'Remove this dataset', also: 'delete by hand', where: DATASET },
  newTerm: { title: 'New term', keys: 'n', where: 'In the glossary' },
  approveTerm: { title: 'Approve this term', also: 'status draft', where: TERM },
  renameTerm: { title: 'Rename this term', where: TERM },
  deleteTerm: { title: 'Delete this term', also: 'remove', where: TERM },
  linkTerm: { title: 'Link datasets and columns to this term', keys: 'l', where: `${TERM}, Linked` },
  newDomain: { title: 'New domain', keys: 'n', where: 'In the list of domains' },
  describeDomain: { title: 'Describe this domain', where: DOMAIN },
  renameDomain: { title: 'Rename this domain', where: DOMAIN },
  mergeDomain: { title: 'Merge this domain', also: 'is another same', where: DOMAIN },
  deleteDomain: { title: 'Delete the description of this domain', also: 'remove', where: DOMAIN },
  newProduct: { title: 'New data product', keys: 'n', where: 'In the list of data products' },
  newDashboard: { title: 'New dashboard', keys: 'n', where: 'In the list of other things' },
  deleteDashboard: { title: 'Delete this dashboard', also: 'remove', where: 'On a dashboard made by hand' },
  addToProduct: { title: 'Add datasets to this data product', keys: 'l', where: PRODUCT },
  deleteProduct: { title: 'Delete this data product', also: 'remove', where: PRODUCT },
  exportShownCosts: { title: 'Export the costs that are shown', also: 'csv table month', where: 'On Costs' },
  exportHtml: { title: 'Export this report as an HTML page', also: 'save print', where: 'On a report' },
  exportMarkdown: { title: 'Export this report as Markdown', also: 'save wiki', where: 'On a report' },
  exportCsv: { title: 'Export this report as CSV', also: 'save table spreadsheet', where: 'On a report' },
  exportJson: { title: 'Export this report as JSON', also: 'save', where: 'On a report' },
  refreshSource: { title: 'Refresh this source', also: 'import again update', where: 'On a source' },
  exportChanges: { title: 'Export what this import changed', also: 'csv table save', where: 'On an import, Changes' },
  newOwner: { title: 'New owner', also: 'team person', keys: 'n', where: 'In the list of owners' },
  undoImport: { title: 'Undo this import', also: 'take back', where: 'On an import' },
  applyImport: { title: 'Apply this import', also: 'take over', where: 'On a preview of an import' },
  discardImport: { title: 'Discard this import', also: 'leave cancel', where: 'On a preview of an import' },
} as const satisfies Readonly<Record<string, ScreenAction>>
export type ScreenActionName = keyof typeof SCREEN_ACTIONS

/** Offers actions of a screen while it is there; one that can't be done now is false or undefined. */
export function useScreenActions(runs: { readonly [name in ScreenActionName]?: (() => void) | false | undefined }): void {
  const actions = (Object.keys(runs) as ScreenActionName[]).flatMap((name): Action[] => {
    const run = runs[name]
    return run === undefined || run === false ? [] : [{ ...SCREEN_ACTIONS[name], run }]
  })
  useActions('here', actions)
}
