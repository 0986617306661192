import { CurrentAsset, type CurrentRules, type DecisionsOfAsset, type PartFacts } from '#core/assets/current'
import { AssetKind } from '#core/assets/kinds'
import { listOverruled, type Overruled } from '#core/assets/overruled'
import { parseColumns, parseFields, type SectionTexts } from '#core/reconcile/sections'
import type { ReadDb } from '#db/connection'
import { listDecidedKeysOfImport, listStandingFacts } from '#db/facts'
import { findKey, type KeyRow, listKeysOfAsset } from '#db/keys'
import { findSource } from '#db/sources'
import { askTheBook, type DeriveContext, loadDecisions, toParts } from '../derive.ts'
import { loadCurrentRules } from '../rules.ts'
import { readToldOfKey, type Told } from './told-of-key.ts'

/** The book as of an import, visible or still a preview. The rules are read where something is decided, once. */
export function asOfImport(db: ReadDb, importId: number): DeriveContext {
  let rules: CurrentRules | undefined
  return {
    db,
    visible: importId,
    look: askTheBook(db, importId),
    get rules() {
      return (rules ??= loadCurrentRules(db))
    },
  }
}

/** How many conflicts each dataset has on which something is decided; of all others nothing is read. */
export function* countOverruled(db: ReadDb, importId: number): Generator<number> {
  const context = asOfImport(db, importId)
  for (const keyId of listDecidedKeysOfImport(db, importId)) {
    const key = findKey(db, keyId)
    if (key === undefined) continue
    const overruledBy = listerOfOverruled(context, key)
    yield readToldOfKey(db, importId, keyId).parts.reduce((count, told) => count + overruledBy(told).length, 0)
  }
}

/** Lists what one part says of a key's asset against the decisions on it, whichever of the asset's keys they stand on. */
export function listerOfOverruled(context: DeriveContext, key: KeyRow): (told: Told) => readonly Overruled[] {
  const { db, visible: importId } = context
  const decisions = loadDecisions(context, listKeysOfAsset(db, key.assetId))
  if (!saysAnything(decisions)) return () => []
  const kind = AssetKind.parse(key.kind)
  const format = findSource(db, key.sourceId)?.format ?? ''
  const isOfColumns = [...decisions.keys()].some((column) => column !== '')
  const platform = isOfColumns ? platformOf(context, { assetId: key.assetId, kind, decisions }) : null
  const partOf = (part: string, texts: SectionTexts): PartFacts => {
    const columns = isOfColumns ? texts.get('columns') : undefined
    return {
      ...{ sourceId: key.sourceId, sourceName: '', format, part, importId, seenAtMs: 0 },
      fields: parseFields(texts.get('fields') ?? '{}'),
      columns: columns === undefined ? null : parseColumns(columns),
    }
  }
  return ({ part, before, after }) => {
    // What goes says nothing a decision could stand against.
    if (after.size === 0) return []
    const was = before.size > 0 ? before : toldUnderOldName(context, key, part)
    return listOverruled({ kind, platform, before: partOf(part, was), after: partOf(part, after), decisions }, context.rules)
  }
}

/** What the part said under the name that went with this very import, where it was renamed: said again under the new one, it is nothing new. */
function toldUnderOldName({ db, visible: importId }: DeriveContext, { id, assetId, sourceId }: KeyRow, part: string): SectionTexts {
  for (const other of listKeysOfAsset(db, assetId)) {
    if (other.id === id || other.sourceId !== sourceId) continue
    const told = readToldOfKey(db, importId, other.id).parts.find((known) => known.part === part)
    if (told !== undefined && told.after.size === 0) return told.before
  }
  return new Map()
}

function saysAnything(decisions: DecisionsOfAsset): boolean {
  for (const fields of decisions.values()) for (const { value } of fields.values()) if (value !== null) return true
  return false
}

type Asset = { readonly assetId: number; readonly kind: AssetKind; readonly decisions: DecisionsOfAsset }

/** The platform of an asset as of the import: not every source says it. */
function platformOf({ db, rules, visible }: DeriveContext, { assetId, kind, decisions }: Asset): string | null {
  const facts = listStandingFacts(db, assetId, visible).filter(({ section }) => section === 'fields')
  return new CurrentAsset({ kind, parts: toParts(db, facts), decisions }, rules).text('platform')
}
