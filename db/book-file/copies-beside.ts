import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Copies that stand beside a book, as their names say why: on request or before an upgrade, and before an import. */
export type CopyKind = 'backup' | 'before-import'

export type CopyBeside = { readonly name: string; readonly kind: CopyKind; readonly minute: string; readonly number: number }

/** The copies beside the book at `path`, oldest first, and none of a book whose name begins alike. */
export function listCopiesBeside(path: string): readonly CopyBeside[] {
  const stem = stemOf(path)
  const copies = readdirSync(dirname(path)).flatMap((name): CopyBeside[] => {
    if (!name.startsWith(`${stem}.`)) return []
    const found = /^(\d{4}-\d\d-\d\dT\d{4})(?:-(\d+))?\.(backup|before-import)\.stewardbook$/.exec(name.slice(stem.length + 1))
    return found === null ? [] : [{ name, kind: found[3] as CopyKind, minute: found[1] ?? '', number: Number(found[2] ?? '1') }]
  })
  return copies.sort((a, b) => (a.minute === b.minute ? a.number - b.number : a.minute < b.minute ? -1 : 1))
}

/** Where the next copy goes, named after the minute (UTC): `name.2026-11-23T0130.backup.stewardbook`. */
export function nextCopyBeside(path: string, kind: CopyKind, nowMs: number): string {
  const minute = new Date(nowMs).toISOString().slice(0, 16).replace(':', '')
  // On from the last of this minute, of whichever kind, and not into a gap: the name says which is newer.
  const number = 1 + Math.max(0, ...listCopiesBeside(path).flatMap((copy) => (copy.minute === minute ? [copy.number] : [])))
  return join(dirname(path), `${stemOf(path)}.${minute}${number === 1 ? '' : `-${number}`}.${kind}.stewardbook`)
}

const stemOf = (path: string): string => basename(path, '.stewardbook')
