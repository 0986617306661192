import type { Command } from 'commander'
import type { DatasetRow } from '#contract/shapes'
import { run, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable } from '../text.ts'
import { addFilterOptions, readFilter } from './dataset-filter.ts'

/** `list datasets`: the Catalog list, whole. */
export function addListCommand(program: Command, deps: ProgramDeps): void {
  const list = program.command('list').description('lists of what the catalog file holds')
  const datasets = list.command('datasets').description('all datasets, narrowed as you say')
  addFilterOptions(datasets).action((options: Record<string, string | string[] | undefined>, command: Command) => {
    const filter = readFilter(options)
    return run(deps, command, 'book', async ({ client }) => {
      const whole = await collectPages((page) => client.datasets.list({ ...page, filter }))
      const table = formatTable<DatasetRow>(
        [
          { label: 'NAME', of: (row) => row.name },
          { label: 'SCHEMA', of: (row) => row.schema },
          { label: 'OWNER', of: (row) => row.ownerTeam },
          { label: 'DOMAIN', of: (row) => row.domain },
          { label: 'TIER', of: (row) => row.tier },
          { label: 'CLASSIFICATION', of: (row) => row.classification ?? 'not classified' },
          { label: 'COLUMNS', of: (row) => row.columnCount, align: 'right' },
          { label: 'CHECKS', of: (row) => row.checkCount, align: 'right' },
          { label: 'KEY', of: (row) => row.key },
        ],
        whole.items,
      )
      const text = table === '' ? 'No dataset fits.' : `${table}\n\n${count(whole.total, 'dataset')}`
      return { kind: 'value', value: whole, text }
    })
  })
  withExample(
    datasets,
    'stewardbook --book shop.stewardbook list datasets --filter orders --tier gold',
    'stewardbook --book shop.stewardbook list datasets --owner none --json',
  )
}
