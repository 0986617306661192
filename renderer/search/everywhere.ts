import type { NavigateOptions } from '@tanstack/react-router'
import type { ThemeChoice } from '#contract/window'
import type { Action } from '../app/actions.ts'
import type { Overlay } from '../app/overlay.ts'
import type { FileWork } from '../book/file-work.ts'
import { EXPORTS } from '../files/exports.ts'
import { saveFile } from '../files/save-file.ts'
import { FORMATS } from '../sources/words.ts'

/** What may not be there, and has actions that would come to nothing then. */
export type Needed = 'files to read again' | 'costs'
/** Something that can be done on every screen: somewhere to go, a dialog, a theme, or work that is begun. */
export type EverywhereAction = Omit<Action, 'run'> & { readonly needs?: Needed } & (
    | { readonly go: NavigateOptions }
    | { readonly show: Overlay }
    | { readonly theme: ThemeChoice }
    | { readonly job: 'refresh' | 'close' }
    | { readonly work: FileWork }
    | { readonly run: () => void }
  )

/** What can be done where some of what is needed is not there. */
export const withoutMissing = (missing: ReadonlySet<Needed>): readonly EverywhereAction[] =>
  EVERYWHERE.filter(({ needs }) => needs === undefined || !missing.has(needs))

const goTo = (name: string, also: string, go: NavigateOptions, keys?: string): EverywhereAction => ({
  title: `Go to ${name}`,
  also,
  go,
  keys,
})
const settings = (section: string, label: string, also: string): EverywhereAction => ({
  title: `Settings: ${label}`,
  also,
  go: { to: '/settings', search: { section } } as NavigateOptions,
})
const datasets = (title: string, search: Readonly<Record<string, readonly string[]>>, also: string): EverywhereAction => ({
  title: `Datasets ${title}`,
  also,
  go: { to: '/catalog', search } as NavigateOptions,
})
const IMPORTS = Object.entries(FORMATS).flatMap(([format, { label, hint }]): EverywhereAction[] =>
  format === 'hand'
    ? []
    : [{ title: `Import: ${label}`, also: `add source ${hint}`, go: { to: '/sources/import', search: { format } } as NavigateOptions }],
)
const EXPORTED = Object.entries(EXPORTS).flatMap(([list, all]) =>
  all.map(
    (one): EverywhereAction => ({
      title: one.title,
      also: `save file ${one.hint}`,
      run: () => saveFile(one),
      // An empty table of another list has the columns to fill in; one of costs stands on their empty screen.
      ...(list === 'costs' ? { needs: 'costs' } : {}),
    }),
  ),
)

/** What shows everything else. */
export const SEARCH = { title: 'Search, and everything to do', keys: 'Mod+k' } as const

/** Everything that can be done from anywhere, what is done most first. */
export const EVERYWHERE: readonly EverywhereAction[] = [
  goTo('Home', 'today waits coverage visit', { to: '/home' }, 'g h'),
  goTo('Catalog', 'datasets tables list', { to: '/catalog' }, 'g c'),
  goTo('Glossary', 'terms definitions business words', { to: '/catalog/glossary' }, 'g t'),
  goTo('Domains', 'areas owners coverage', { to: '/catalog/domains' }, 'g d'),
  goTo('Data products', 'purpose promise', { to: '/catalog/products' }, 'g p'),
  goTo('Costs', 'bill spend money pipelines months', { to: '/costs' }, 'g o'),
  goTo('Sources', 'imports', { to: '/sources' }, 'g s'),
  goTo('Reports', '', { to: '/reports' }, 'g r'),
  goTo('Settings', 'preferences options name currency targets', { to: '/settings' }, 'g ,'),
  { title: 'Import files', also: 'dbt artifacts manifest add source csv', go: { to: '/sources/import' } },
  { title: 'Open a link', also: 'paste address url go', show: 'open-link' },
  { title: 'Refresh all sources', also: 'import again update', job: 'refresh', needs: 'files to read again' },
  { title: 'New dataset', also: 'add create by hand', show: 'new-dataset' },
  { title: 'New term', also: 'add create define glossary word', show: 'new-term' },
  { title: 'New domain', also: 'add create describe area', show: 'new-domain' },
  { title: 'New data product', also: 'add create', show: 'new-product' },
  { title: 'New dashboard', also: 'add create report chart', show: 'new-dashboard' },
  datasets('without an owner', { gap: ['no_owner'] }, 'gaps missing'),
  datasets('not described', { gap: ['not_described'] }, 'gaps missing'),
  datasets('not classified', { gap: ['not_classified'] }, 'gaps missing'),
  datasets('without tests', { gap: ['no_tests'] }, 'gaps missing'),
  datasets('with failing checks', { problem: ['failing_checks'] }, 'problems wrong tests'),
  datasets('on which sources disagree', { problem: ['conflict'] }, 'problems wrong conflicts'),
  datasets('that are late', { freshness: ['late'] }, 'overdue stale freshness'),
  datasets('no longer in a source', { status: ['retired'] }, 'retired gone'),
  { title: 'Stale sources', also: 'old import overdue', go: { to: '/sources', search: { only: 'stale' } } as NavigateOptions },
  {
    title: 'Terms used, not defined',
    also: 'glossary undefined names',
    go: { to: '/catalog/glossary', search: { view: 'used' } } as NavigateOptions,
  },
  {
    title: 'What waits for me',
    also: 'home mine my datasets',
    go: { to: '/home', search: { scope: 'mine' } } as NavigateOptions,
  },
  {
    title: 'Suggestions',
    also: 'accept fill owners tiers domains',
    go: { to: '/sources', search: { tab: 'suggestions' } } as NavigateOptions,
  },
  { title: 'Imports so far', also: 'history undo', go: { to: '/sources', search: { tab: 'imports' } } as NavigateOptions },
  {
    title: 'Catalog report',
    also: 'coverage export html pdf markdown csv',
    go: { to: '/reports/$name', params: { name: 'catalog' } } as NavigateOptions,
  },
  ...IMPORTS,
  ...EXPORTED,
  { title: 'Import what was set by hand', also: 'decisions json', show: 'import-decisions' },
  { title: 'Back up the catalog file', also: 'backup copy save', work: 'backup' },
  { title: 'Save a copy of the catalog file', also: 'backup duplicate', show: 'save-copy' },
  { title: 'Check the catalog file', also: 'damage sound', work: 'check' },
  { title: 'Verify the journal', also: 'history chain catalog file', work: 'verify' },
  { title: 'Open another catalog file', also: 'switch book', show: 'open-book' },
  { title: 'Close the catalog file', also: 'another recent new book', job: 'close' },
  settings('owners', 'Owners', 'teams people reassign give over merge left new'),
  {
    title: 'Owners who left',
    also: 'reassign give over gone',
    go: { to: '/settings', search: { section: 'owners', only: 'left' } } as NavigateOptions,
  },
  settings('file', 'Catalog file', 'back up copy open another check'),
  settings('rules', 'Rule sets', 'packs order'),
  settings('values', 'Values held', 'privacy'),
  settings('journal', 'Journal', 'verify history chain'),
  settings('about', 'About', 'version licences'),
  { title: 'Light theme', also: 'colours appearance', theme: 'light' },
  { title: 'Dark theme', also: 'colours appearance', theme: 'dark' },
  { title: 'Theme of the system', also: 'colours appearance auto', theme: 'auto' },
  { title: 'All keys', also: 'keyboard shortcuts help', keys: '?', show: 'keys' },
]
