import { describe, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '#contract/kit'
import { datasetRow as row, runFixture } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const json = (text: string): unknown => JSON.parse(text)

/** One decision of a group, as lists show it. */
const decision = (field: string, decisionId: number) => ({
  ...{ decisionId, key: row(1).key, assetName: 'm1', kind: 'dataset' as const, column: null, field, value: null, isCleared: true },
  ...{ author: 'Ada', atMs: 0, reason: '', groupId: 7, isGroupUndone: false, isUndone: false, isCurrent: true, isSleeping: false },
})
const listOf = (...fields: string[]) => ({ items: fields.map(decision), total: fields.length, nextCursor: null })

const LISTS = { fields: [], keys: [], upstream: [], downstream: [], missingUpstream: [], issues: [] }
const get = () => ({
  ...LISTS,
  ...{ row: row(1), missingUpstreamTotal: 0, extras: {}, firstSeenMs: 0, lastChangedMs: 0, costEntries: null, hasSql: false },
})

describe('set dataset', () => {
  test('decides fields in one group: lists by commas, nothing takes back', async () => {
    const asked: unknown[] = []
    const handlers = {
      datasets: {
        get,
      },
      decisions: {
        set: (input: unknown) => {
          asked.push(input)
          return { groupId: 7, count: 3 }
        },
        list: () => listOf('ownerTeam', 'tags', 'custom.costCentre'),
      },
    }
    const args = ['set', 'dataset', 'm1', 'ownerTeam=A = B', 'tags=core, finance', 'tier=', 'custom.costCentre=42', '--reason', 'agreed']
    const { out } = await runFixture([...BOOK, ...args, '--json'], { handlers })
    const { key } = row(1)
    expect(asked).toEqual([
      {
        reason: 'agreed',
        changes: [
          { key, column: null, field: 'ownerTeam', value: 'A = B' },
          { key, column: null, field: 'tags', value: ['core', 'finance'] },
          { key, column: null, field: 'tier', value: null },
          { key, column: null, field: 'custom.costCentre', value: '42' },
        ],
      },
    ])
    expect(json(out)).toEqual({
      key,
      groupId: 7,
      count: 3,
      set: { ownerTeam: 'A = B', tags: ['core', 'finance'], tier: null, 'custom.costCentre': '42' },
    })
  })
})

describe('fields that changed', () => {
  test('are counted and named once each: one that stands already is not, one taken back on two keys is', async () => {
    const asked: unknown[] = []
    const list = (input: unknown) => {
      asked.push(input)
      return listOf('tags', 'tags')
    }
    const handlers = { datasets: { get }, decisions: { set: () => ({ groupId: 7, count: 2 }), list } }
    const args = [...BOOK, 'set', 'dataset', 'm1', 'tier=gold', 'tags=']
    const { out } = await runFixture(args, { handlers })
    expect(out).toBe('m1: 1 field set: tags (decision taken back).\n')
    expect(asked).toMatchObject([{ groupIds: [7] }])
    expect(json((await runFixture([...args, '--json'], { handlers })).out)).toMatchObject({ groupId: 7, count: 1 })
  })
})

describe('set datasets', () => {
  const plan = { items: [], total: 2, nextCursor: null, datasets: 3, unchanged: 1, fills: 2, replaces: 0, overrules: 0, planId: 'p' }
  const handlers = (asked: unknown[] = [], total = 2) => ({
    datasets: {
      previewEdit: (input: unknown) => {
        asked.push(input)
        return { ...plan, total }
      },
      edit: (input: unknown) => {
        asked.push(input)
        return { groupId: 9, count: 2 }
      },
    },
  })
  const args = [...BOOK, 'set', 'datasets', '--gap', 'no_owner', 'ownerTeam=Data', 'tags+=core,x', '--only-empty', '--reason', 'clean']

  test('previews, then sets exactly that', async () => {
    const asked: unknown[] = []
    const { code, out } = await runFixture(args, { handlers: handlers(asked) })
    expect([code, out]).toEqual([0, '2 values set. On 3 datasets: 2 filled, 0 replaced, 0 overruled, 1 as they were.\n'])
    const edit = {
      selection: { filter: { gap: ['no_owner'] }, except: [] },
      changes: [
        { field: 'ownerTeam', value: 'Data', how: 'set', where: 'empty' },
        { field: 'tags', value: ['core', 'x'], how: 'add', where: 'empty' },
      ],
    }
    expect(asked).toEqual([
      { ...edit, limit: 1 },
      { ...edit, planId: 'p', reason: 'clean' },
    ])
  })
  test('sets nothing where only asked for what would change, or where nothing would', async () => {
    const asked: unknown[] = []
    const { out } = await runFixture([...args, '--preview', '--json'], { handlers: handlers(asked) })
    expect(json(out)).toEqual({ items: [], total: 2, datasets: 3, unchanged: 1, fills: 2, replaces: 0, overrules: 0 })
    expect(asked).toHaveLength(1)
    const again = await runFixture([...args, '--json'], { handlers: handlers([], 0) })
    expect([again.code, json(again.out)]).toMatchObject([0, { groupId: null, count: 0 }])
  })
  test.each([[['tier=gold']], [['--all', 'tier']], [['--all', '=gold']], [['--all', 'tier=']]])('%j is a wrong use', async (wrong) => {
    expect((await runFixture([...BOOK, 'set', 'datasets', ...wrong])).code).toBe(2)
  })
})

describe('set dataset again', () => {
  const handlers = (code: ErrorCode) => ({
    datasets: { get },
    decisions: {
      set: () => {
        throw new AppError(code, 'These values stand already. Nothing was changed.')
      },
    },
  })
  const args = [...BOOK, 'set', 'dataset', 'm1', 'tier=gold']

  test('is no failure: a script may be run twice', async () => {
    const { code, out, error } = await runFixture(args, { handlers: handlers('conflict') })
    expect([code, out, error]).toEqual([0, 'm1: nothing to change, it stands already.\n', ''])
    const asJson = await runFixture([...args, '--json'], { handlers: handlers('conflict') })
    expect([asJson.code, json(asJson.out)]).toEqual([0, { key: row(1).key, groupId: null, count: 0, set: { tier: 'gold' } }])
  })
  test('is one for any other reason', async () => {
    expect((await runFixture(args, { handlers: handlers('book-read-only') })).code).toBe(3)
  })
})
