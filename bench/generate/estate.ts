import { createRandom } from '#core/random'
import { planTables, type ProjectSize } from './project.ts'
import { DOMAINS, sentence, TEAMS, termName } from './words.ts'

// What people keep beside a project: the words they use, the parts of the company, what is handed out as one thing.

/** One term for so many models. */
const MODELS_PER_TERM = 50
/** One data product for so many models, which names so many of them. */
const MODELS_PER_PRODUCT = 500
const DATASETS_OF_A_PRODUCT = 20

/** How many terms belong to a project. */
export const termsOf = ({ models }: ProjectSize): number => Math.max(2, Math.round(models / MODELS_PER_TERM))
/** How many data products belong to a project. */
export const productsOf = ({ models }: ProjectSize): number => Math.max(1, Math.round(models / MODELS_PER_PRODUCT))

/** glossary.csv */
export function* termPieces(size: ProjectSize): Generator<string> {
  yield 'name,definition,synonyms,owner,status\n'
  for (let index = 0; index < termsOf(size); index += 1) {
    const random = createRandom(size.seed, 'term', index)
    const synonym = random.chance(0.3) ? `${termName(random, index)} as booked` : ''
    const status = random.chance(0.7) ? 'approved' : 'draft'
    yield `${termName(random, index)},${sentence(random, 8 + random.below(12))},${synonym},${random.pick(TEAMS)},${status}\n`
  }
}

/** domains.csv */
export function* domainPieces({ seed }: ProjectSize): Generator<string> {
  yield 'domain,description,owner\n'
  for (const [index, domain] of DOMAINS.entries()) {
    const random = createRandom(seed, 'domain', index)
    yield `${domain},${sentence(random, 10)},${random.pick(TEAMS)}\n`
  }
}

/** products.csv: each names datasets of one domain. */
export function* productPieces(size: ProjectSize): Generator<string> {
  const byDomain = Map.groupBy(
    planTables(size).filter(({ kind }) => kind === 'model'),
    ({ domain }) => domain,
  )
  yield 'name,purpose,owner,domain,SLA,datasets\n'
  for (let index = 0; index < productsOf(size); index += 1) {
    const random = createRandom(size.seed, 'product', index)
    const domain = random.pick(DOMAINS)
    const tables = byDomain.get(domain) ?? []
    const named = new Set(Array.from({ length: Math.min(DATASETS_OF_A_PRODUCT, tables.length) }, () => random.pick(tables).name))
    yield `${domain} product ${index},${sentence(random, 8)},${random.pick(TEAMS)},${domain},by 7:00,${[...named].join(';')}\n`
  }
}
