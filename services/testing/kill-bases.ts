import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeHeavyUpgrade } from '#db/testing/heavy-upgrade'
import { makeBigProject } from './big-project.ts'
import type { ChildTask } from './child-task.ts'
import { writeProject } from './dbt-project.ts'
import { createTestBook } from './test-book.ts'

export type KillWork = {
  readonly name:
    | 'first import'
    | 'import of one file'
    | 'import of changes'
    | 'import after a kill'
    | 'one large decision'
    | 'many decisions'
    | 'undo'
    | 'upgrade'
  /** A kill: the same work was killed on the book before. */
  readonly after?: 'a kill'
  /** A closed book as it is before the work. */
  readonly base: string
  readonly task: (book: string) => ChildTask
  /** Imported afterwards, to see that the book still works. */
  readonly folder: string
  readonly migrations: string | null
}

const NOW = Date.UTC(2026, 2, 1)
/** Large enough that each work writes for a third of a second or more. */
const MODELS = { first: 300, more: 600 } as const

/** Books and the works that will be killed on them, all made below `folder`. */
export async function makeKillWorks(folder: string): Promise<readonly KillWork[]> {
  const first = await makeBase(folder, MODELS.first, 0)
  const changed = await makeBase(folder, MODELS.more, 1)
  const twice = await makeBase(folder, MODELS.more, 2)
  const migrations = writeHeavyUpgrade(join(folder, 'migrations'))
  const works: KillWork[] = [
    { ...first, name: 'first import', task: (book) => ({ book, nowMs: NOW, work: 'import', folder: first.folder }) },
    {
      ...first,
      name: 'import of one file',
      folder: join(first.folder, 'manifest.json'),
      task: (book) => ({ book, nowMs: NOW, work: 'import', folder: join(first.folder, 'manifest.json'), reading: 'beside' }),
    },
    { ...changed, name: 'import of changes', task: (book) => ({ book, nowMs: NOW, work: 'import', folder: changed.folder }) },
    {
      ...changed,
      name: 'import after a kill',
      after: 'a kill',
      task: (book) => ({ book, nowMs: NOW, work: 'import', folder: changed.folder }),
    },
    { ...changed, name: 'one large decision', task: (book) => ({ book, nowMs: NOW, work: 'decide', perGroup: MODELS.more }) },
    { ...changed, name: 'many decisions', task: (book) => ({ book, nowMs: NOW, work: 'decide', perGroup: 10 }) },
    { ...twice, name: 'undo', task: (book) => ({ book, nowMs: NOW, work: 'undo', importId: 2 }) },
    { ...changed, name: 'upgrade', migrations, task: (book) => ({ book, nowMs: NOW, work: 'migrate', migrations }) },
  ]
  return works
}

type Base = Pick<KillWork, 'base' | 'folder' | 'migrations'>

/** A book after so many versions of a project, and the folder of the next version. */
async function makeBase(folder: string, models: number, imports: number): Promise<Base> {
  const place = join(folder, `${models}-${imports}`)
  mkdirSync(place)
  const book = createTestBook()
  const write = (version: number): string =>
    writeProject(join(place, `v${version}`), makeBigProject({ name: 'big', models, seed: 7, version, oneIn: 1 }), { catalog: 'with' })
  for (let version = 1; version <= imports; version += 1) await book.importFolder(write(version))
  const base = join(place, 'base.stewardbook')
  book.closeTo((path) => copyFileSync(path, base))
  return { base, folder: write(imports + 1), migrations: null }
}
