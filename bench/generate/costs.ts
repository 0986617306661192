import { COST_COMPONENTS } from '#core/costs/cost-entry'
import { createRandom } from '#core/random'
import type { ProjectSize } from './project.ts'
import { DOMAINS, tableName } from './words.ts'

const FIRST_DAY = Date.UTC(2024, 10, 1)
const DAY_MS = 86_400_000
/** Fourteen months. */
const COST_DAYS = 425
const PIPELINES_PER_MODEL = 0.08
const CHARGED = COST_COMPONENTS.filter((component) => component !== 'other')

const costPipelines = ({ models }: ProjectSize): number => Math.max(3, Math.round(models * PIPELINES_PER_MODEL))
export const costEntries = (size: ProjectSize): number => costPipelines(size) * CHARGED.length * COST_DAYS

/** costs.csv: what the pipelines of a project cost, day by day. */
export function* costPieces(size: ProjectSize): Generator<string> {
  const names = createRandom(size.seed, 'pipelines')
  const pipelines = Array.from({ length: costPipelines(size) }, (_, index) => tableName(names, `load_${names.pick(DOMAINS)}`, index))
  const random = createRandom(size.seed, 'costs')
  yield 'day,pipeline,component,amount,currency\n'
  for (let day = 0; day < COST_DAYS; day += 1) {
    const date = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10)
    for (const pipeline of pipelines) {
      let lines = ''
      for (const component of CHARGED) lines += `${date},${pipeline},${component},${(random.next() ** 3 * 40).toFixed(6)},USD\n`
      yield lines
    }
  }
}
