import { readdirSync, readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { type AppContract, contract } from '#contract/index'
import { SCREEN_ACTIONS } from '../app/screen-actions.ts'
import { EVERYWHERE, withoutMissing } from './everywhere.ts'
import { findActions } from './find-actions.ts'
import { listKeys } from './keys-dialog.tsx'

// A window has it; nothing here asks.
vi.mock('../app/bridge.ts', () => ({ bridge: {} }))

const titles = (text: string): string[] => findActions(EVERYWHERE, text).map(({ title }) => title)

test.each([
  ['IMPORT f', 'Import files'],
  ['import gl', 'Import: Glossary'],
  ['dark', 'Dark theme'],
  ['reassign', 'Settings: Owners'],
  ['go to s', 'Go to Sources'],
  ['backup', 'Back up the catalog file'],
  ['stale', 'Stale sources'],
  ['late', 'Datasets that are late'],
  ['undefined', 'Terms used, not defined'],
  ['datahub', 'Export the glossary for DataHub'],
])('“%s” finds “%s” first', (text, expected) => {
  expect(titles(text)[0]).toBe(expected)
})

test('what is called so comes before what is only meant by it', () => {
  expect(titles('theme')).toEqual(['Light theme', 'Dark theme', 'Theme of the system'])
  for (const text of ['nothing of the kind', '', '…']) expect(titles(text)).toEqual([])
})

test('every action has a name of its own, and is found by it', () => {
  const all = [...Object.values(SCREEN_ACTIONS), ...EVERYWHERE]
  expect(all.filter((action) => findActions(all, action.title)[0]?.title !== action.title)).toEqual([])
  // A screen may have its own key for what can be done everywhere.
  const shared = ['New term', 'New domain', 'New data product', 'New dashboard']
  expect(all.map(({ title }) => title).filter((title, index, every) => every.indexOf(title) !== index)).toEqual(shared)
})

test('what would come to nothing is not offered', () => {
  const left = (missing: Parameters<typeof withoutMissing>[0]): string[] => {
    const offered = new Set(withoutMissing(missing).map(({ title }) => title))
    return EVERYWHERE.map(({ title }) => title).filter((title) => !offered.has(title))
  }
  expect(left(new Set())).toEqual([])
  expect(left(new Set(['files to read again']))).toEqual(['Refresh all sources'])
  expect(left(new Set(['costs']))).toEqual(['Export all cost entries as a table'])
})

test('no two actions of one place have the same key, and every key is in the list of keys', () => {
  const keyed = [...Object.values(SCREEN_ACTIONS), ...EVERYWHERE].filter((action) => 'keys' in action && action.keys !== undefined)
  const does = listKeys().flatMap(({ lines }) => lines.map((line) => line.does))
  expect(keyed.filter(({ title }) => !does.includes(title))).toEqual([])
  for (const { lines } of listKeys()) expect(new Set(lines.map(({ keys }) => keys.join(' '))).size).toBe(lines.length)
})

const sources = readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.endsWith('screen-actions.ts'))
  .map((path) => readFileSync(`renderer/${path}`, 'utf8'))

test('every action of a screen is offered by one', () => {
  const isOffered = (name: string): boolean => sources.some((text) => new RegExp(`\\b${name}\\b`).test(text))
  expect(Object.keys(SCREEN_ACTIONS).filter((name) => !isOffered(name))).toEqual([])
})

type CommandOf<M> = { [N in Extract<keyof M, string>]: M[N] extends { readonly kind: 'command' } ? N : never }[Extract<keyof M, string>]
type CommandName = { [N in keyof AppContract]: `${N}.${CommandOf<AppContract[N]>}` }[keyof AppContract]

/** By which action each command of the contract is reached, or (in brackets) why by none. A new command has no entry here yet. */
const REACHED: Readonly<Record<CommandName, string>> = {
  'assets.create': 'New term',
  'assets.remove': 'Delete this term',
  'assets.setSame': 'This dataset is another one',
  'book.backup': 'Back up the catalog file',
  'book.check': 'Check the catalog file',
  'book.close': 'Close the catalog file',
  'book.create': 'Close the catalog file',
  'book.createSample': 'Close the catalog file',
  'book.forgetRecent': 'Close the catalog file',
  'book.open': 'Open another catalog file',
  'book.openRecent': 'Close the catalog file',
  'book.saveCopy': 'Save a copy of the catalog file',
  'book.setAuthor': 'Go to Settings',
  'book.verify': 'Verify the journal',
  'costs.export': 'Export all cost entries as a table',
  'datasets.create': 'New dataset',
  'datasets.export': 'Export these datasets as a table',
  'datasets.edit': 'Edit the ticked datasets',
  'datasets.remove': 'Remove this dataset',
  'decisions.export': 'Export what was set by hand',
  'decisions.import': 'Import what was set by hand',
  'decisions.set': 'Edit this dataset',
  'decisions.undo': '(beside what was set: in the message, the history, the journal)',
  'desktop.pick': '(part of others)',
  'desktop.uploadBegin': '(part of others)',
  'desktop.uploadChunk': '(part of others)',
  'desktop.uploadEnd': '(part of others)',
  'domains.export': 'Export the domains as a table',
  'domains.merge': 'Merge this domain',
  'domains.rename': 'Rename this domain',
  'domains.split': '(said of one of its names, beside it)',
  'home.lookAt': '(nobody asks for it)',
  'home.visit': '(nobody asks for it)',
  'imports.apply': 'Apply this import',
  'imports.discard': 'Discard this import',
  'imports.exportChanges': 'Export what this import changed',
  'imports.original': '(beside the file, in the import’s record)',
  'imports.preview': 'Import files',
  'imports.undo': 'Undo this import',
  'jobs.cancel': '(beside the progress of the work)',
  'owners.merge': 'Settings: Owners',
  'owners.reassign': 'Owners who left',
  'owners.setLeft': 'Settings: Owners',
  'owners.split': 'Settings: Owners',
  'products.export': 'Export the data products as a table',
  'products.setDatasets': 'Add datasets to this data product',
  'reports.export': 'Export this report as CSV',
  'settings.set': 'Go to Settings',
  'sources.refresh': 'Refresh all sources',
  'sources.setMetaMapping': '(a form on the source’s page)',
  'sources.setOptions': '(a form on the source’s page)',
  'suggestions.accept': 'Suggestions',
  'terms.export': 'Export the glossary as a table',
  'terms.merge': 'Terms used, not defined',
  'terms.remove': 'Delete this term',
  'terms.rename': 'Rename this term',
  'terms.setLinks': 'Link datasets and columns to this term',
  'terms.split': '(said of one of its names, beside it)',
  'views.remove': 'Remove this view',
  'views.save': 'Save this view',
}

test('every command is reached by an action, or it says why not', () => {
  const commands = Object.entries(contract).flatMap(([noun, methods]) =>
    Object.entries(methods).flatMap(([name, { kind }]) => (kind === 'command' ? [`${noun}.${name}`] : [])),
  )
  expect(Object.keys(REACHED).sort()).toEqual(commands.sort())
  const known = [...Object.values(SCREEN_ACTIONS), ...EVERYWHERE].map(({ title }) => title)
  expect(Object.values(REACHED).filter((how) => !how.startsWith('(') && !known.includes(how))).toEqual([])
})
