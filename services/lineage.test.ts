import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { resolveKey } from './asset-names.ts'
import { ask } from './testing/ask.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

type Around = Awaited<ReturnType<typeof around>>
const key = (name: string): string => `dbt:shop/model.shop.${name}`

function around(
  book: SmallBook,
  input: { key: string; direction?: 'up' | 'down' | 'both'; steps?: number | null; limit?: number; skip?: number },
) {
  return ask(book, 'lineage', 'around', input)
}

/** `a>b c>d` as datasets linked so. */
async function linked(book: SmallBook, names: readonly string[], links: readonly (readonly [up: string, down: string])[]): Promise<void> {
  await tell(
    book,
    names.map((name) => dataset(name, { upstream: links.filter(([, down]) => down === name).map(([up]) => `model.shop.${up}`) })),
  )
}

const shown = (answer: Around): string[] => answer.nodes.map((node) => `${node.step} ${node.name}`)

describe('lineage.around', () => {
  it('shows one step both ways, with what each node has beyond', async () => {
    const book = smallBook()
    await linked(
      book,
      ['raw', 'stg', 'fct', 'dim', 'mart'],
      [
        ['raw', 'stg'],
        ['stg', 'fct'],
        ['stg', 'dim'],
        ['dim', 'fct'],
        ['fct', 'mart'],
      ],
    )
    const answer = await around(book, { key: 'stg' })
    expect(answer.root).toBe(key('stg'))
    expect(shown(answer)).toEqual(['0 stg', '-1 raw', '1 dim', '1 fct'])
    expect(answer.edges).toEqual([
      { from: key('raw'), to: key('stg') },
      { from: key('stg'), to: key('dim') },
      { from: key('stg'), to: key('fct') },
      { from: key('dim'), to: key('fct') },
    ])
    expect(answer.hidden).toBe(0)
    expect(answer.nodes.find((node) => node.name === 'fct')).toMatchObject({
      upstreamCount: 2,
      downstreamCount: 1,
      status: 'active',
      kind: 'dataset',
    })
  })

  it('follows one direction as far as asked', async () => {
    const book = smallBook()
    await linked(
      book,
      ['a', 'b', 'c', 'd'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
      ],
    )
    expect(shown(await around(book, { key: 'a', direction: 'down', steps: 2 }))).toEqual(['0 a', '1 b', '2 c'])
    expect(shown(await around(book, { key: 'd', direction: 'up', steps: 1000 }))).toEqual(['0 d', '-1 c', '-2 b', '-3 a'])
    expect(shown(await around(book, { key: 'a', direction: 'up' }))).toEqual(['0 a'])
  })

  it('goes to the end where no number of steps is asked for', async () => {
    const book = smallBook()
    const names = Array.from({ length: 1102 }, (_, index) => `t${String(index).padStart(4, '0')}`)
    await tell(
      book,
      names.map((name, index) => dataset(name, { upstream: index === 0 ? [] : [`model.shop.${names[index - 1]}`] })),
    )
    const far = await around(book, { key: 't1101', direction: 'up', steps: null, skip: 1001 })
    expect(far.nodes.map(({ name }) => name)).toEqual(['t1101', ...names.slice(0, 100).reverse()])
    expect(far.hidden).toBe(0)
    expect((await around(book, { key: 't1101', direction: 'up', steps: 1000, skip: 900 })).nodes.at(-1)?.name).toBe('t0101')
  })

  it('shows what left the source but is still linked to, and no checks', async () => {
    const book = smallBook()
    const check = thing('check', 'not_null', { check: { datasetName: 'model.shop.b', columnName: 'id' }, upstream: ['model.shop.b'] })
    await linked(book, ['a', 'b'], [['a', 'b']])
    await tell(book, [dataset('b', { upstream: ['model.shop.a', 'model.shop.gone'] }), check])
    const answer = await around(book, { key: 'b' })
    expect(answer.nodes.map((node) => [node.name, node.status, node.upstreamCount, node.downstreamCount])).toEqual([
      ['b', 'active', 1, 0],
      ['a', 'retired', 0, 1],
    ])
    await expect(around(book, { key: 'check.shop.not_null' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('carries badges', async () => {
    const book = smallBook()
    const columns = [{ name: 'email', fields: { piiType: 'email' } }]
    await tell(book, [
      dataset('a', { columns, fields: { classification: 'restricted', ownerTeam: 'Core' } }),
      dataset('b', { upstream: ['model.shop.a'] }),
    ])
    const [, node] = (await around(book, { key: 'b' })).nodes
    expect(node).toMatchObject({ name: 'a', piiColumnCount: 1, classification: 'restricted', ownerTeam: 'Core', failingCheckCount: 0 })
  })

  it('counts what a limit leaves out, and shows some of both sides', async () => {
    const book = smallBook()
    const ups = Array.from({ length: 30 }, (_, index) => `up${index}`)
    await linked(
      book,
      ['root', 'down1', 'down2', ...ups],
      [...ups.map((up) => [up, 'root'] as const), ['root', 'down1'], ['root', 'down2']],
    )
    const answer = await around(book, { key: 'root', limit: 10 })
    expect(answer.nodes).toHaveLength(11)
    expect(answer.nodes.filter((node) => node.step > 0).map((node) => node.name)).toEqual(['down1', 'down2'])
    expect(answer.hidden).toBe(22)
  })

  it('agrees with a plain search over the links, page by page', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const anyLinks = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
      maxLength: 20,
      selector: (link) => link.join('>'),
    })
    const book = smallBook()
    await fc.assert(
      fc.asyncProperty(
        anyLinks,
        fc.constantFrom('up' as const, 'down' as const, 'both' as const),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (links, direction, steps, limit) => {
          await linked(book, names, links)
          const found = new Map<string, number>()
          const edges = new Set<string>()
          let root = ''
          for (let skip = 0; ; ) {
            const page = await around(book, { key: 'a', direction, steps, limit, skip })
            root = page.root
            for (const node of page.nodes) found.set(node.key, node.step)
            for (const edge of page.edges) edges.add(`${edge.from} ${edge.to}`)
            skip += page.nodes.length - 1
            expect(page.hidden).toBe(naive(book, root, direction, steps).size - 1 - skip)
            if (page.hidden === 0) break
          }
          const expected = naive(book, root, direction, steps)
          expect(found).toEqual(expected)
          const all = sql<{ from: string; to: string }>(
            book.write,
            `select u.urn "from", d.urn "to" from edge e join asset u on u.id = e.upId join asset d on d.id = e.downId`,
          ).all()
          const among = all.filter((edge) => expected.has(edge.from) && expected.has(edge.to)).map((edge) => `${edge.from} ${edge.to}`)
          expect([...edges].sort()).toEqual(among.sort())
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** Steps from the root by looking at every link again and again. */
function naive(book: SmallBook, rootKey: string, direction: string, steps: number): Map<string, number> {
  const root = resolveKey(book.write, rootKey).assetId
  const links = sql<{ upId: number; downId: number }>(book.write, 'select upId, downId from edge').all()
  const sides = (direction === 'both' ? ['up', 'down'] : [direction]).map((side) => {
    const at = new Map([[root, 0]])
    for (let step = 1; step <= steps; step += 1) {
      for (const { upId, downId } of links) {
        const [near, far] = side === 'up' ? [downId, upId] : [upId, downId]
        if (at.get(near) === step - 1 && !at.has(far)) at.set(far, step)
      }
    }
    return { sign: side === 'up' ? -1 : 1, at }
  })
  const nearest = new Map<string, number>()
  for (const { sign, at } of sides) {
    for (const [id, step] of at) {
      const urn = findAssetRow(book.write, id)?.urn ?? ''
      const known = nearest.get(urn)
      if (known === undefined || Math.abs(known) > step) nearest.set(urn, step === 0 ? 0 : sign * step)
    }
  }
  return nearest
}
