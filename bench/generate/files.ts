import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { catalogPieces, manifestPieces } from './artifacts.ts'
import type { ProjectSize } from './project.ts'

/** Raise it when the generated files change, so that no run reads older ones. */
const VERSION = 1
const WRITE_BYTES = 4_000_000
const PIECES = { manifest: manifestPieces, catalog: catalogPieces } as const

/** Writes an artifact below `cache` unless it is there already. Returns the folder it stands in, alone. */
export function generateArtifact(cache: string, artifact: keyof typeof PIECES, size: ProjectSize): string {
  const folder = join(cache, `${artifact}-${size.models}-seed${size.seed}-v${VERSION}`)
  const path = join(folder, `${artifact}.json`)
  if (!existsSync(path)) writePieces(path, PIECES[artifact](size))
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
