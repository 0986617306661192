import { expect, test } from 'vitest'
import { ACTIONS, findActions } from './actions.ts'

const labels = (text: string): string[] => findActions(text).map(({ label }) => label)

test.each([
  ['imp', ['Import files', 'Imports so far', 'Go to Sources', 'Refresh all sources']],
  ['IMPORT f', ['Import files']],
  ['dark', ['Dark theme']],
  ['theme', ['Light theme', 'Dark theme', 'Theme of the system']],
  ['merge', ['Settings: Owners']],
  ['go to s', ['Go to Sources', 'Go to Settings', 'Go to Costs']],
  ['nothing of the kind', []],
  ['', []],
  ['…', []],
])('“%s” finds what begins so, by its name first', (text, expected) => {
  expect(labels(text)).toEqual(expected)
})

test('every action is found by its own name', () => {
  expect(ACTIONS.filter((action) => findActions(action.label)[0] !== action)).toEqual([])
  expect(new Set(ACTIONS.map(({ label }) => label)).size).toBe(ACTIONS.length)
})
