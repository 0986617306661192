import { expect, test } from 'vitest'
import { z } from 'zod'
import { createDispatcher, createLazyClient, createLazyDispatcher, type Dispatch, query } from './kit.ts'

const shapes = { twice: query(z.strictObject({ of: z.int() }), z.int()) }

function open(failures = 0) {
  const reads: string[] = []
  const bugs: unknown[] = []
  const numbers = async (): Promise<Dispatch> => {
    reads.push('numbers')
    if (reads.length <= failures) throw new Error('no such file')
    return createDispatcher({ numbers: shapes }, { numbers: { twice: ({ of }) => 2 * of } }, (error) => bugs.push(error))
  }
  const words = (): Promise<Dispatch> => Promise.reject(new Error('not asked for'))
  const dispatch = createLazyDispatcher({ numbers, words }, (error) => bugs.push(error))
  return { dispatch, reads, bugs, client: createLazyClient<{ numbers: typeof shapes }>(dispatch) }
}

test('a noun is read when it is first asked for, and once', async () => {
  const { client, reads, bugs } = open()
  expect(reads).toEqual([])
  expect(await Promise.all([client.numbers.twice({ of: 1 }), client.numbers.twice({ of: 2 })])).toEqual([2, 4])
  expect(await client.numbers.twice({ of: 3 })).toBe(6)
  expect(reads).toEqual(['numbers'])
  expect(bugs).toEqual([])
})

test.each(['', 'numbers', '.twice', 'constructor.name', '__proto__.x', 'other.twice', 'numbers.constructor', 3, null])(
  '%j is no method',
  async (path) => {
    expect(await open().dispatch(path, {})).toMatchObject({ ok: false, error: { code: 'not-found' } })
  },
)

test('a noun that can’t be read is answered, reported, and tried again', async () => {
  const { dispatch, reads, bugs } = open(1)
  expect(await dispatch('numbers.twice', { of: 1 })).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(bugs).toHaveLength(1)
  expect(await dispatch('numbers.twice', { of: 1 })).toEqual({ ok: true, value: 2 })
  expect(reads).toHaveLength(2)
})

test('waiting for a client is not a call', async () => {
  const { client, reads } = open()
  expect(await Promise.resolve(client.numbers)).toBeDefined()
  expect(reads).toEqual([])
})
