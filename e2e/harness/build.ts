import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describeStage } from './stage.ts'

/** Before all specs: what they drive is what is in the folder now. */
export default function buildOnceForAllSpecs(): void {
  const root = join(import.meta.dirname, '..', '..')
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { cwd: root, stdio: 'inherit' })
  process.stdout.write(`${describeStage()}\n`)
  if (status !== 0) throw new Error('The build failed; see above.')
}
