import { seededNumbers } from '#core/importers/testing/memory-file'
import type { TestModel, TestProject } from './dbt-project.ts'

/** A project large enough that importing it takes a while. The same numbers make the same project. */
export type BigProject = {
  readonly name: string
  readonly models: number
  readonly seed: number
  readonly version?: number
  /** From version 2 on, one model in so many says something else than before; 5 unless given. */
  readonly oneIn?: number
}

const WORDS = ['orders', 'customers', 'payments', 'visits', 'stock', 'prices', 'returns', 'stores'] as const
const TYPES = ['integer', 'text', 'timestamp', 'numeric'] as const

/** Version 1 and up. From one version to the next some models say something else, every twentieth is gone, and as many new ones come. */
export function makeBigProject({ name, models, seed, version = 1, oneIn = 5 }: BigProject): TestProject {
  const made: TestModel[] = []
  const shift = version - 1
  for (let n = shift * Math.ceil(models / 20); made.length < models; n += 1) made.push(makeModel(n, seed, n % oneIn === 0 ? version : 1))
  return {
    name,
    generatedAt: new Date(Date.UTC(2026, 0, version, 3)).toISOString(),
    models: made,
    groups: [{ name: 'core', owner: 'Core Data' }],
  }
}

function makeModel(n: number, seed: number, version: number): TestModel {
  const random = seededNumbers(seed * 100_003 + n)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const columns = Array.from({ length: 4 + Math.floor(random() * 5) }, (_, index) => ({
    name: `${pick(WORDS)}_${index}`,
    type: pick(TYPES),
    description: random() < 0.5 ? `The ${pick(WORDS)} of ${pick(WORDS)}, number ${index}.` : '',
  }))
  const upstream = n < 20 ? [] : Array.from({ length: 1 + Math.floor(random() * 3) }, () => nameOf(n - 1 - Math.floor(random() * 19)))
  const says = version > 1 ? ` As of version ${version}.` : ''
  return {
    name: nameOf(n),
    schema: n % 3 === 0 ? 'staging' : 'marts',
    description: `Model ${n} tells of ${pick(WORDS)} by ${pick(WORDS)}.${says}`,
    columns: says === '' ? columns : [...columns, { name: `added_${version}`, type: 'text', description: '' }],
    dependsOn: [...new Set(upstream)],
    tags: [pick(WORDS)],
    meta: { owner: pick(['Core Data', 'Growth', 'Finance']) },
    ...(n % 4 === 0 ? { group: 'core' } : {}),
    notNull: columns.slice(0, 2).map((column) => column.name),
    sql: `select ${columns.map((column) => column.name).join(', ')} from ${upstream.join(' join ')} -- ${'x'.repeat(200)}`,
  }
}

const nameOf = (n: number): string => `model_${String(n).padStart(6, '0')}`
