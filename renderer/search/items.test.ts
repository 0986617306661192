import { expect, test } from 'vitest'
import type { Action } from '../app/actions.ts'
import { groupItems } from './items.ts'

const action = (title: string): Action => ({ title, run: () => undefined })
const here = [action('Edit this dataset')]
const everywhere = ['Edit one', 'Edit two', 'Edit three', 'Edit four', 'Go'].map(action)
const asset = { key: 'k', name: 'orders', kind: 'dataset', schema: null, resourceType: null, status: 'active' } as const
const hit = { asset, ownerTeam: null, matched: { field: 'name', text: '\u0002ord\u0003ers', column: null } } as const
const listed = { text: '', here, everywhere, recent: [asset], found: undefined, actions: 'few' } as const

const outline = (given: Parameters<typeof groupItems>[0]): string[] =>
  groupItems(given).map(({ label, items }) => {
    const words = items.map((item) => (item.kind === 'action' ? item.action.title : item.kind === 'more-actions' ? item.hidden : item.kind))
    return `${label}: ${words.join(', ')}`
  })

test('without a text, what was looked at last and all that can be done', () => {
  expect(outline(listed)).toEqual([
    'Looked at last: recent',
    'On this screen: Edit this dataset',
    'Actions: Edit one, Edit two, Edit three, Edit four, Go',
  ])
  expect(outline({ ...listed, here: [], recent: [] })).toEqual(['Actions: Edit one, Edit two, Edit three, Edit four, Go'])
})

test('with a text, a few actions, those of the screen first, and the others one step away', () => {
  const found = { items: [hit], places: [{ kind: 'report', name: 'Edits', marked: 'Edits', report: 'e' }], isInList: true } as const
  expect(outline({ ...listed, text: 'edit', found })).toEqual([
    'Actions: Edit this dataset, Edit one, Edit two, 2',
    'In the catalog: hit, all',
    'Views, sources, imports, reports, names: place',
  ])
  expect(outline({ ...listed, text: 'edit', found, actions: 'all' })[0]).toBe(
    'Actions: Edit this dataset, Edit one, Edit two, Edit three, Edit four',
  )
  expect(outline({ ...listed, text: 'edit', everywhere: everywhere.slice(0, 3) })).toEqual([
    'Actions: Edit this dataset, Edit one, Edit two, Edit three',
  ])
  expect(outline({ ...listed, text: 'orders', found: { ...found, items: Array.from({ length: 10 }, () => hit) } })).toEqual([
    'In the catalog: hit, hit, hit, hit, hit, hit, hit, hit',
    'Views, sources, imports, reports, names: place',
    'More in the catalog: hit, hit, all',
  ])
  expect(outline({ ...listed, text: 'orders', found: { ...found, isInList: false } })[0]).toBe('In the catalog: hit')
})
