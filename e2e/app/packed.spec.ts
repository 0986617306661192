import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, expectRow, test } from '../harness/desktop.ts'
import { datasetList } from '../harness/tables.ts'

// What is packed is enough to run: the archive's content, laid out, starts and works without the rest of this repository.

const ROOT = join(import.meta.dirname, '../..')

test('the packed files alone open a book and import into it', async ({ desktop }) => {
  test.skip(process.platform !== 'linux' || process.arch !== 'x64', 'packed here for Linux x64 only')
  const target = join(desktop.home, 'packed')
  const packed = spawnSync(process.execPath, [join(ROOT, 'scripts/packaging/pack.ts'), target], { cwd: ROOT, encoding: 'utf8' })
  expect(packed.status, packed.stderr).toBe(0)
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ app: packed.stdout.trim(), args: [book] })
  await expectRow(page, 'orders')

  const list = desktop.write('more.csv', datasetList(['payments']))
  await desktop.answerOpenDialog(list)
  const picked = (await desktop.ask('window' as 'imports', 'choose' as 'preview', { purpose: 'import', target: 'file' })) as {
    pickId: string
  }
  const { jobId, planId } = (await desktop.ask('imports', 'preview', {
    pickId: picked.pickId,
    format: 'datasets',
    sourceName: 'more',
  })) as {
    jobId: string
    planId: string
  }
  await expect.poll(async () => ((await desktop.ask('jobs', 'get', { jobId })) as { state: string }).state).toBe('done')
  await desktop.ask('imports', 'apply', { planId })
  await expectRow(page, 'payments')
  expect(await desktop.quit()).toBe(0)
})
