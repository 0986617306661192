import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { BookSettings } from '#contract/settings'
import { AssetKind } from '#core/assets/kinds'
import { canonicalJson, type JsonValue } from '#core/json'
import { parseExtras } from '#core/reconcile/sections'
import { renameBook, setCurrency } from '#db/book-file/info'
import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { visibleImportId } from '#db/imports'
import { appendJournal } from '#db/journal'
import { commit, type GetBook } from './deps.ts'
import { readSettings } from './read-settings.ts'
import { rulePacks } from './rules.ts'

const VALUES_SHOWN = 200

function writeSetting(write: WriteDb, name: string, value: JsonValue): void {
  sql(write, 'insert or replace into setting (name, value) values (?, ?)').run(name, JSON.stringify(value))
}

/** @throws AppError from the handlers: book-missing, book-read-only */
export function createSettingsHandlers(book: GetBook): Handlers<AppContract>['settings'] {
  return {
    get: () => {
      const packs = Object.values(rulePacks())
      return {
        settings: readSettings(book().read),
        rulePacks: packs.map((pack) => ({
          id: pack.id,
          title: pack.title,
          version: pack.version,
          rules: pack.rules.length,
          content: pack as unknown as JsonValue,
        })),
      }
    },
    set: (change) => {
      const deps = book()
      commit(deps, ['settings', 'book', 'sources', 'datasets', 'journal', 'reports'], (write) => {
        const changed = differing(change, readSettings(write))
        if (Object.keys(changed).length === 0) return
        if (changed.bookName !== undefined) renameBook(write, changed.bookName)
        if (changed.currency !== undefined) setCurrency(write, changed.currency)
        for (const name of ['keepOriginalUpToMb', 'staleAfterDays', 'coverageTargets'] as const) {
          const value = changed[name]
          if (value !== undefined) writeSetting(write, name, value)
        }
        appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'settings', payload: changed })
      })
      return {}
    },
    valuesHeld: () => listValuesHeld(book().read),
  }
}

/** What is not as it stands already: a form sends all it shows, and the journal says what changed. */
function differing(change: Readonly<Record<string, JsonValue | undefined>>, stands: BookSettings): Partial<BookSettings> {
  const isOther = (name: string, value: JsonValue): boolean => canonicalJson(value) !== canonicalJson(stands[name as keyof BookSettings])
  return Object.fromEntries(Object.entries(change).filter(([name, value]) => value !== undefined && isOther(name, value)))
}

type Held = { readonly assetId: number; readonly part: string; readonly payload: string }

function listValuesHeld(read: ReadDb): {
  items: {
    asset: { key: string; name: string; kind: AssetKind; schema: string | null; resourceType: string | null; status: 'active' | 'retired' }
    part: string
    paths: string[]
  }[]
  total: number
} {
  const visible = visibleImportId(read)
  const rows = sql<Held>(
    read,
    `select k.assetId, f.part, f.payload from fact f join asset_key k on k.id = f.keyId
     where f.section = 'extras' and f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible)
       and json_array_length(f.payload, '$.carriesValues') > 0 order by k.urn`,
  ).all({ visible })
  const items = rows.slice(0, VALUES_SHOWN).flatMap((row) => {
    const asset = findAssetRow(read, row.assetId)
    if (asset === undefined) return []
    const ref = {
      key: asset.urn,
      name: asset.name,
      kind: AssetKind.parse(asset.kind),
      schema: asset.schema,
      resourceType: asset.resourceType,
      status: asset.status,
    }
    return [{ asset: ref, part: row.part, paths: parseExtras(row.payload).carriesValues.slice(0, 50) }]
  })
  return { items, total: rows.length }
}
