import { describe, expect, it } from 'vitest'
import type { HeldChange, OwnerRow } from '#contract/owners'
import { runFixture, type Surroundings } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const json = (text: string): unknown => JSON.parse(text)
const owner = (name: string, more: Partial<OwnerRow> = {}): OwnerRow => ({
  name,
  key: null,
  ownerType: null,
  email: null,
  hasLeft: false,
  mergedInto: null,
  datasetsOwned: 0,
  datasetsStewarded: 0,
  others: [],
  ...more,
})
const held = (index: number): HeldChange => ({
  key: `dbt:shop/m${index}`,
  name: `m${index}`,
  schema: null,
  kind: index === 0 ? 'term' : 'dataset',
  field: index === 0 ? 'ownerTeam' : 'steward',
  before: 'Anna',
  after: 'Bo',
  overrules: index === 0 ? { author: 'Ada', atMs: 0 } : null,
})

/** A catalog where Anna holds so many things; what is asked is kept. */
function annas(values: number, asked: unknown[] = []): Surroundings {
  const keep =
    (name: string, answer: { groupId: number; count: number }) =>
    (input: unknown): { groupId: number; count: number } => {
      asked.push([name, input])
      return answer
    }
  const rows = [
    owner('Anna', { datasetsStewarded: 2, others: [{ kind: 'term', count: 1 }], email: 'anna@shop.example', ownerType: 'person' }),
    owner('Gone', { hasLeft: true }),
    owner('Fin', { mergedInto: 'Finance' }),
  ]
  return {
    handlers: {
      assets: {
        create: (input) => {
          asked.push(input)
          return { key: 'hand/owner.Ines', groupId: 1 }
        },
      },
      owners: {
        list: ({ text = '', only }) => {
          asked.push({ text, only })
          const items = rows.filter(({ name }) => name.includes(text))
          return { items, total: items.length, nextCursor: null }
        },
        preview: ({ cursor, limit }) => {
          const from = Number(cursor ?? 0)
          const items = Array.from({ length: Math.min(limit, values - from) }, (_, index) => held(from + index))
          const nextCursor = from + items.length < values ? String(from + items.length) : null
          return { items, total: values, nextCursor, things: values, overrules: Math.min(values, 1), planId: 'plan' }
        },
        reassign: keep('reassign', { groupId: 7, count: values }),
        merge: keep('merge', { groupId: 8, count: values }),
        split: keep('split', { groupId: 9, count: values }),
        setLeft: (input) => {
          asked.push(['setLeft', input])
          return { groupId: 5 }
        },
      },
    },
  }
}

it('lists owners with what each holds, narrowed as asked', async () => {
  const asked: unknown[] = []
  const { out } = await runFixture([...BOOK, 'list', 'owners', '--left'], annas(0, asked))
  expect(out).toBe(
    [
      'OWNER  TYPE    E-MAIL             DATASETS  STEWARD OF  OTHERS  STATUS',
      'Anna   person  anna@shop.example         0           2       1',
      'Gone   -       -                         0           0       0  has left',
      'Fin    -       -                         0           0       0  reads Finance',
      '',
      '3 owners',
      '',
    ].join('\n'),
  )
  expect(asked).toEqual([{ text: '', only: 'left' }])
  expect((await runFixture([...BOOK, 'list', 'owners', '--filter', 'zzz'], annas(0))).out).toBe('No owner fits.\n')
})

it('sets an owner up', async () => {
  const asked: unknown[] = []
  const { out } = await runFixture([...BOOK, 'owners', 'add', 'Ines', '--type', 'Person', '--email', 'i@x.example'], annas(0, asked))
  expect(out).toBe('Ines is set up: hand/owner.Ines.\n')
  expect(asked).toEqual([{ kind: 'owner', name: 'Ines', fields: { ownerType: 'person', email: 'i@x.example' }, reason: '' }])
})

describe('leaving', () => {
  it('is said once, and tells what waits', async () => {
    const asked: unknown[] = []
    const { out } = await runFixture([...BOOK, 'owners', 'leave', 'Anna', '--reason', 'May'], annas(0, asked))
    expect(out).toBe('Anna has left. 3 things to give over: owners reassign.\n')
    expect(asked.at(-1)).toEqual(['setLeft', { name: 'Anna', hasLeft: true, reason: 'May' }])
    const again = await runFixture([...BOOK, '--json', 'owners', 'leave', 'Gone'], annas(0))
    expect([again.code, json(again.out)]).toEqual([0, { groupId: null }])
    expect((await runFixture([...BOOK, 'owners', 'return', 'Gone'], annas(0))).out).toBe('Gone is back.\n')
    expect((await runFixture([...BOOK, 'owners', 'return', 'Anna'], annas(0))).out).toContain('it stands already')
  })
})

describe('a change of what somebody holds', () => {
  it('is made as it was worked out, in one role where one is named', async () => {
    const asked: unknown[] = []
    const { out } = await runFixture(
      [...BOOK, 'owners', 'reassign', 'Anna', 'Bo', '--role', 'steward', '--reason', 'left'],
      annas(3, asked),
    )
    expect(out).toBe('3 values on 3 things, 1 overruled.\n')
    expect(asked).toEqual([['reassign', { from: 'Anna', to: 'Bo', role: 'steward', except: [], planId: 'plan', reason: 'left' }]])
    const merged = await runFixture([...BOOK, '--json', 'owners', 'merge', 'Fin', 'Finance'], annas(3, asked))
    expect(json(merged.out)).toEqual({ groupId: 8, count: 3, things: 3, values: 3, overrules: 1 })
    await runFixture([...BOOK, 'owners', 'split', 'Fin'], annas(3, asked))
    expect(asked.slice(1)).toEqual([
      ['merge', { from: 'Fin', into: 'Finance', planId: 'plan', reason: '' }],
      ['split', { name: 'Fin', planId: 'plan', reason: '' }],
    ])
  })

  it('is previewed whole and not made', async () => {
    const asked: unknown[] = []
    const whole = await runFixture([...BOOK, '--json', 'owners', 'reassign', 'Anna', 'Bo', '--preview'], annas(450, asked))
    const document = json(whole.out) as { items: HeldChange[] }
    expect(document).toMatchObject({ total: 450, things: 450, values: 450, overrules: 1 })
    expect(document.items.map(({ name }) => name)).toEqual(Array.from({ length: 450 }, (_, index) => `m${index}`))
    expect((await runFixture([...BOOK, 'owners', 'merge', 'Anna', 'Bo', '--preview'], annas(2, asked))).out).toBe(
      [
        'KIND     NAME  AS       BEFORE  AFTER  DECIDED BY  KEY',
        'term     m0    owner    Anna    Bo     Ada         dbt:shop/m0',
        'dataset  m1    steward  Anna    Bo     -           dbt:shop/m1',
        '',
        '2 values on 2 things, 1 overruled.',
        '',
      ].join('\n'),
    )
    expect(asked).toEqual([])
  })

  it('of somebody who holds nothing is none; a role that is none is refused', async () => {
    const asked: unknown[] = []
    const none = await runFixture([...BOOK, '--json', 'owners', 'reassign', 'Nobody', 'Bo'], annas(0, asked))
    expect([none.code, json(none.out)]).toEqual([0, { groupId: null, count: 0, things: 0, values: 0, overrules: 0 }])
    expect((await runFixture([...BOOK, 'owners', 'reassign', 'A', 'B', '--role', 'boss'], annas(0, asked))).code).toBe(2)
    expect((await runFixture([...BOOK, 'owners', 'split', 'Fin', '--preview'], annas(0, asked))).out).toBe('Nothing would change.\n')
    expect(asked).toEqual([])
  })
})
