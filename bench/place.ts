import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrations } from '#db/migrate'
import { type Place, SIZES, type Size, USUAL_SIZES } from './benchmarks.ts'
import { ROOT } from './bundle.ts'
import { runChild } from './child.ts'
import { type Artifact, generateArtifact, PARTS_OF_A_BOOK, VERSION } from './generate/files.ts'

/** What comes in while a person reads is large whatever the book's size, so that there is time to read. */
const OTHER_MODELS = 10_000
const SEED = 1
const OTHER_SEED = 2
const DATA = join(ROOT, '.cache/bench/data')
const BOOKS = join(ROOT, '.cache/bench/books')
const APP = {
  root: ROOT,
  main: join(ROOT, 'out/electron/main.js'),
  host: join(ROOT, 'out/node/host.js'),
  program: join(ROOT, 'e2e/electron-double/dist/electron'),
}

/** Makes what benchmarks of a size work on, where it is not there yet. `file` holds the bundled programs, `folder` is of this run. */
export async function preparePlace(file: string, size: Size, folder: string): Promise<Omit<Place, 'folder'>> {
  return {
    artifacts: () => generate('manifest', size),
    imported: once(() => importAlone(file, size, folder)),
    otherArtifacts: () => generateArtifact(DATA, 'manifest', { models: OTHER_MODELS, seed: OTHER_SEED }),
    book: await prepareBook(file, size, folder),
    smallBook: await prepareBook(file, '1k', folder),
    app: APP,
  }
}

const generate = (artifact: Artifact, size: Size): string => generateArtifact(DATA, artifact, { models: SIZES[size], seed: SEED })

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

async function importAlone(file: string, size: Size, folder: string): Promise<string> {
  const book = join(folder, `${size}-imported.stewardbook`)
  await runChild(file, { program: 'measured/import-manifest', input: { artifacts: generate('manifest', size), book, folder }, env: {} })
  return book
}

/**
 * A book of a usual size is made by each run, by the code that is measured; a larger one is kept for as long as what is
 * generated and the tables of books are the same.
 */
async function prepareBook(file: string, size: Size, folder: string): Promise<string> {
  const isUsual = USUAL_SIZES.includes(size)
  const newest = readMigrations().at(-1)
  const tables = newest === undefined ? 'none' : `${newest.tag}-${newest.hash.slice(0, 8)}`
  const book = isUsual ? join(folder, `${size}.stewardbook`) : join(BOOKS, `${size}-seed${SEED}-v${VERSION}-${tables}.stewardbook`)
  if (!existsSync(book)) {
    mkdirSync(BOOKS, { recursive: true })
    const made = Object.fromEntries(PARTS_OF_A_BOOK.map((artifact) => [artifact, generate(artifact, size)]))
    await runChild(file, { program: 'measured/make-book', input: { ...made, folder, book }, env: {} })
    // Gigabytes that nothing else reads.
    if (!isUsual) for (const path of Object.values(made)) rmSync(path, { recursive: true, force: true })
  }
  if (!isUsual) await runChild(file, { program: 'measured/look-over', input: { book, folder }, env: {} })
  return book
}
