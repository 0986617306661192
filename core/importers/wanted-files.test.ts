import { expect, test } from 'vitest'
import { isWantedBy, wantedOfFolders } from './wanted-files.ts'

const wanted = (format: 'dbt' | 'datasets' | null, ...paths: string[]): string[] =>
  wantedOfFolders(paths, (path) => path, isWantedBy(format))

test.each([
  ['dbt', ['shop/manifest.json']],
  [null, ['shop/manifest.json']],
  ['datasets', ['shop/list.csv.gz', 'shop/manifest.json']],
] as const)('of a folder for %s, the files of that format', (format, read) => {
  expect(wanted(format, 'shop/manifest.json', 'shop/list.csv.gz', 'shop/orders.sql', 'shop/target/catalog.json')).toEqual(read)
})

test('of a folder without any, those of its target; nothing deeper', () => {
  const deeper = ['shop/models/manifest.json', 'shop/target/run/manifest.json', 'shop/dbt_packages/utils/target/manifest.json']
  expect(wanted('dbt', ...deeper, 'shop/target/run_results.json', 'shop/target/catalog.json.gz')).toEqual([
    'shop/target/catalog.json.gz',
    'shop/target/run_results.json',
  ])
  expect(() => wanted('dbt', ...deeper)).toThrow(/“shop” holds no file that can be imported, and neither does a folder “target” in it/)
})

test('files that came by themselves stay, whatever they are called', () => {
  expect(wanted('dbt', 'notes.txt', 'shop/target/manifest.json', 'shop/seeds.csv')).toEqual(['notes.txt', 'shop/target/manifest.json'])
})
