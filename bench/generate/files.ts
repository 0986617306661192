import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { catalogPieces, manifestPieces } from './artifacts.ts'
import { costPieces } from './costs.ts'
import { domainPieces, productPieces, termPieces } from './estate.ts'
import { linkPieces } from './links.ts'
import type { ProjectSize } from './project.ts'
import { RUNS, runPieces } from './runs.ts'

/** Raise it when the generated files change, so that no run reads older ones. */
export const VERSION = 3
const WRITE_BYTES = 4_000_000
/** The files each kind stands in, with their pieces. */
const FILES = {
  manifest: (size) => [['manifest.json', manifestPieces(size)]],
  catalog: (size) => [['catalog.json', catalogPieces(size)]],
  runs: (size) => Array.from({ length: RUNS }, (_, run) => [`run_results_${run + 1}.json`, runPieces(size, run)] as const),
  costs: (size) => [['costs.csv', costPieces(size)]],
  links: (size) => [['links.csv', linkPieces(size)]],
  terms: (size) => [['glossary.csv', termPieces(size)]],
  domains: (size) => [['domains.csv', domainPieces(size)]],
  products: (size) => [['products.csv', productPieces(size)]],
} as const satisfies Record<string, (size: ProjectSize) => readonly (readonly [string, Iterable<string>])[]>
export type Artifact = keyof typeof FILES
/** What the book that reading is measured on is made of. */
export const PARTS_OF_A_BOOK = ['manifest', 'runs', 'costs', 'links', 'terms', 'domains', 'products'] as const satisfies readonly Artifact[]

/** Writes an artifact below `cache` unless it is there already. Returns the folder it stands in, alone. */
export function generateArtifact(cache: string, artifact: Artifact, size: ProjectSize): string {
  const folder = join(cache, `${artifact}-${size.models}-seed${size.seed}-v${VERSION}`)
  for (const [name, pieces] of FILES[artifact](size)) {
    const path = join(folder, name)
    if (!existsSync(path)) writePieces(path, pieces)
  }
  return folder
}

/** The file appears when it is whole: a run that was stopped leaves no half one behind that looks done. */
function writePieces(path: string, pieces: Iterable<string>): void {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.part`
  const file = openSync(part, 'w')
  let waiting: string[] = []
  let length = 0
  const flush = (): void => {
    writeSync(file, waiting.join(''))
    waiting = []
    length = 0
  }
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length >= WRITE_BYTES) flush()
  }
  flush()
  closeSync(file)
  renameSync(part, path)
}
