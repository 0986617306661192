import { AppError } from '../errors.ts'
import { isDbtArtifactName } from './dbt/names.ts'
import type { ImportFormat } from './intake.ts'

/** Says by a file's name whether an importer may want it. Given the name without folders and without a trailing `.gz`. */
export type IsWanted = (fileName: string) => boolean

/** Whether any importer reads files of this name (without a trailing `.gz`). */
export const isReadable: IsWanted = (fileName) => /\.(csv|tsv|json|ndjson|jsonl|yaml|yml)$/i.test(fileName)

/** Which files of a folder an importer wants: dbt's artifacts by name, tables by ending. Without a format they are dbt's. */
export function isWantedBy(format: ImportFormat | null): IsWanted {
  return format === 'dbt' || format === null ? isDbtArtifactName : isReadable
}

/**
 * Where the files of a folder are looked for; the first of these that holds a wanted one counts: the folder itself, else
 * where dbt writes, below the project that a person is likely to pick. Nothing deeper: packages below a project hold
 * artifacts of other projects.
 */
export const FOLDER_PLACES = ['', 'target'] as const

/** The name without what says that it is packed. */
export const unpackedName = (fileName: string): string => fileName.replace(/\.gz$/i, '')

/** What is said of a folder none of whose places holds a wanted file. */
export function noneWanted(folder: string): AppError {
  const [, target] = FOLDER_PLACES
  return new AppError('bad-file', `“${folder}” holds no file that can be imported, and neither does a folder “${target}” in it.`, {
    folder,
  })
}

/**
 * Of files that were sent, what would be read had the folders themselves been picked; files that came by themselves stay.
 * @param pathOf the path from the folder that was sent on (`shop/target/manifest.json`); without `/` for a file by itself
 * @throws AppError bad-file when a folder holds nothing that is wanted
 */
export function wantedOfFolders<T>(files: readonly T[], pathOf: (file: T) => string, isWanted: IsWanted): T[] {
  const alone: T[] = []
  const folders = new Map<string, Inside<T>[]>()
  for (const file of files) {
    const [folder = '', ...steps] = pathOf(file).split('/')
    const name = steps.pop()
    if (name === undefined) {
      alone.push(file)
      continue
    }
    const inside = folders.get(folder) ?? []
    inside.push({ file, place: steps.join('/'), name })
    folders.set(folder, inside)
  }
  return [...alone, ...[...folders].flatMap(([folder, inside]) => wantedOfFolder(folder, inside, isWanted))]
}

type Inside<T> = { readonly file: T; readonly place: string; readonly name: string }

function wantedOfFolder<T>(folder: string, inside: readonly Inside<T>[], isWanted: IsWanted): T[] {
  for (const place of FOLDER_PLACES) {
    const wanted = inside.filter((one) => one.place === place && isWanted(unpackedName(one.name)))
    if (wanted.length > 0) return wanted.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ file }) => file)
  }
  throw noneWanted(folder)
}
