import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#contract/kit'
import { wholePaths, withWholePaths } from './whole-paths.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-paths-'))
  for (const shop of ['shop', 'other']) {
    mkdirSync(join(folder, shop, 'target'), { recursive: true })
    writeFileSync(join(folder, shop, 'target', 'manifest.json'), '{')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a sentence names the file with its whole path', () => {
  expect(wholePaths('There is no file or folder “r2”.', ['/data/r2'])).toBe('There is no file or folder “/data/r2”.')
  expect(wholePaths('“a” and “b” differ.', ['/x/a', '/x/b'])).toBe('“/x/a” and “b” differ.')
  const shop = join(folder, 'shop')
  const manifest = join(shop, 'target', 'manifest.json')
  expect(wholePaths('“target/manifest.json” is cut off.', [shop])).toBe(`“${manifest}” is cut off.`)
  expect(wholePaths('“target/manifest.json” is cut off.', [join(shop, 'target')])).toBe(`“${manifest}” is cut off.`)
})

test('what could be several files, or none, stays as it is', () => {
  const sentence = '“manifest.json” is cut off.'
  expect(wholePaths(sentence, [join(folder, 'shop/target'), join(folder, 'other/target')])).toBe(sentence)
  expect(wholePaths(sentence, ['/a/manifest.json', '/b/manifest.json'])).toBe(sentence)
  expect(wholePaths('There is no source “shop”.', ['/data/r2'])).toBe('There is no source “shop”.')
})

test('an error keeps its code and details; a bug is left alone', () => {
  const error = new AppError('bad-file', '“r2” is empty.', { file: 'r2' })
  expect(withWholePaths(error, ['/data/r2'])).toEqual(new AppError('bad-file', '“/data/r2” is empty.', { file: 'r2' }))
  const bug = new TypeError('“r2”')
  expect(withWholePaths(bug, ['/data/r2'])).toBe(bug)
})
