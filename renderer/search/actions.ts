import type { NavigateOptions } from '@tanstack/react-router'
import type { ThemeChoice } from '#contract/window'
import { findWords, wantedWords } from '#core/search/mark'
import { searchWords } from '#core/search/words'
import type { Overlay } from '../app/overlay.ts'

/** Something to do, or somewhere to go, by its name. */
export type Action = {
  readonly label: string
  /** Other words a person may type for it. */
  readonly also: string
  /** The keys that do the same. */
  readonly keys?: string
} & ({ readonly go: NavigateOptions } | { readonly show: Overlay } | { readonly theme: ThemeChoice } | { readonly job: 'refresh' })

const settings = (section: string, label: string, also: string): Action => ({
  label: `Settings: ${label}`,
  also,
  go: { to: '/settings', search: { section } } as NavigateOptions,
})
const gap = (name: string, label: string): Action => ({
  label: `Datasets ${label}`,
  also: 'gaps missing',
  go: { to: '/catalog', search: { gap: [name] } } as NavigateOptions,
})
const problem = (name: string, label: string): Action => ({
  label: `Datasets ${label}`,
  also: 'problems wrong conflicts tests',
  go: { to: '/catalog', search: { problem: [name] } } as NavigateOptions,
})

/** Everything that can be done from anywhere, what is done most first. */
export const ACTIONS: readonly Action[] = [
  { label: 'Go to Home', also: 'today waits coverage visit', keys: 'g h', go: { to: '/home' } },
  { label: 'Go to Catalog', also: 'datasets tables list', keys: 'g c', go: { to: '/catalog' } },
  { label: 'Go to Glossary', also: 'terms definitions business words', keys: 'g t', go: { to: '/catalog/glossary' } },
  { label: 'Go to Domains', also: 'areas owners coverage', go: { to: '/catalog/domains' } },
  { label: 'Go to Data products', also: 'purpose promise', go: { to: '/catalog/products' } },
  { label: 'Go to Costs', also: 'bill spend money pipelines months', keys: 'g o', go: { to: '/costs' } },
  { label: 'Go to Sources', also: 'imports', keys: 'g s', go: { to: '/sources' } },
  { label: 'Go to Reports', also: '', keys: 'g r', go: { to: '/reports' } },
  { label: 'Go to Settings', also: 'preferences options', keys: 'g ,', go: { to: '/settings' } },
  { label: 'Import files', also: 'dbt artifacts manifest add source csv', go: { to: '/sources/import' } },
  { label: 'Open a link', also: 'paste address url go', show: 'open-link' },
  { label: 'Refresh all sources', also: 'import again update', job: 'refresh' },
  { label: 'New dataset', also: 'add create by hand', show: 'new-dataset' },
  gap('no_owner', 'without an owner'),
  gap('not_described', 'not described'),
  gap('not_classified', 'not classified'),
  gap('no_tests', 'without tests'),
  problem('failing_checks', 'with failing checks'),
  problem('conflict', 'on which sources disagree'),
  {
    label: 'Suggestions',
    also: 'accept fill owners tiers domains',
    go: { to: '/sources', search: { tab: 'suggestions' } } as NavigateOptions,
  },
  { label: 'Imports so far', also: 'history undo', go: { to: '/sources', search: { tab: 'imports' } } as NavigateOptions },
  {
    label: 'Catalog report',
    also: 'coverage export html pdf markdown csv',
    go: { to: '/reports/$name', params: { name: 'catalog' } } as NavigateOptions,
  },
  settings('owners', 'Owners', 'teams people reassign merge left'),
  settings('file', 'Catalog file', 'back up copy open another check'),
  settings('rules', 'Rule sets', 'packs order'),
  settings('values', 'Values held', 'privacy'),
  settings('journal', 'Journal', 'verify history chain'),
  settings('about', 'About', 'version licences'),
  { label: 'Light theme', also: 'colours appearance', theme: 'light' },
  { label: 'Dark theme', also: 'colours appearance', theme: 'dark' },
  { label: 'Theme of the system', also: 'colours appearance auto', theme: 'auto' },
  { label: 'All keys', also: 'keyboard shortcuts help', keys: '?', show: 'keys' },
]

/** Actions with every word that was typed, in their label or beside it; those with all of them in the label first. */
export function findActions(text: string): Action[] {
  const wanted = wantedWords(searchWords(text))
  if (wanted.length === 0) return []
  const holds = (words: string): boolean => findWords(words, wanted).every((spans) => spans.length > 0)
  const named = ACTIONS.filter(({ label }) => holds(label))
  return [...named, ...ACTIONS.filter((action) => !named.includes(action) && holds(`${action.label} ${action.also}`))]
}
