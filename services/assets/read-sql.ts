import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { parseSql } from '#core/reconcile/sections'
import { listNewestSections } from '#db/history'
import { visibleImportId } from '#db/imports'
import { resolveKey } from '../asset-names.ts'
import type { GetBook } from '../deps.ts'
import { inSnapshot } from '../snapshot.ts'

/** Longer SQL is cut: no screen can show more of it at once. */
const MOST_BYTES = 200 * 1024

/** The newest SQL a source gave for an asset. */
export function createSqlHandler(book: GetBook): Handlers<AppContract>['assets']['sql'] {
  return ({ key }) => {
    const { read } = book()
    return inSnapshot(read, () => {
      const newest = listNewestSections(read, resolveKey(read, key).assetId, 'sql', visibleImportId(read))[0]
      if (newest === undefined) return { raw: null, compiled: null, language: null, isCut: false }
      const { raw, compiled, language } = parseSql(newest.payload)
      const cutRaw = cut(raw)
      const cutCompiled = cut(compiled)
      return { raw: cutRaw, compiled: cutCompiled, language, isCut: cutRaw !== raw || cutCompiled !== compiled }
    })
  }
}

function cut(text: string | null): string | null {
  if (text === null || Buffer.byteLength(text, 'utf8') <= MOST_BYTES) return text
  // A decoder in stream mode leaves out a character cut in two.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text, 'utf8').subarray(0, MOST_BYTES), { stream: true })
}
