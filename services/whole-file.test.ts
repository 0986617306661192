import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { tempFolder } from '#db/testing/temp-folder'
import { writeWholeFile } from './whole-file.ts'

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function* endingEarly(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half')
  throw new AppError('bad-file', 'It went away.')
}

test('a file is written whole, in the place of one that was there, or not at all', async () => {
  const folder = tempFolder()
  await writeWholeFile(folder, 'a.csv', pieces('one', 'two'))
  await writeWholeFile(folder, 'a.csv', pieces('three', 'four'))
  await expect(writeWholeFile(folder, 'a.csv', endingEarly())).rejects.toMatchObject({ code: 'bad-file', message: 'It went away.' })
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('threefour')
  mkdirSync(join(folder, 'b'))
  await expect(writeWholeFile(folder, 'b', pieces('x'))).rejects.toMatchObject({ code: 'bad-file' })
  await expect(writeWholeFile(folder, 'none/a.csv', pieces('x'))).rejects.toThrow('its folder does not exist')
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b'])
})
