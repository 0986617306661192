import { expect, test } from 'vitest'
import { runFixture } from './program-fixture.ts'

test('a group without its command shows the group’s help', async () => {
  for (const args of [[], ['book'], ['decisions']]) {
    const { code, out, error } = await runFixture(args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toMatch(new RegExp(`^Usage: stewardbook ${args[0] ?? '\\['}`))
  }
})

test('a group without its command is one document as JSON', async () => {
  for (const [args, path, command] of [
    [[], 'stewardbook', 'show'],
    [['book'], 'stewardbook book', 'verify'],
  ] as const) {
    const { code, out, error } = await runFixture([...args, '--json'])
    expect([code, error]).toEqual([2, ''])
    expect(JSON.parse(out)).toEqual({
      error: {
        code: 'invalid-input',
        message: `Say which command of “${path}”.`,
        details: { commands: expect.arrayContaining([command]) },
      },
    })
  }
})
