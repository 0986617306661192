import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CurrentRules } from '#core/assets/current'
import { mergePrefix, NAMED_NOUNS, nounOfField, readMergeSubject } from '#core/assets/merged-names'
import { applyMetaMapping } from '#core/mapping/meta-mapping'
import { rankOf } from '#core/precedence'
import { parseRulePacks, type RulePacks } from '#core/rule-packs'
import type { MetaMapping } from '#contract/sources'
import type { ReadDb } from '#db/connection'
import { listMergedNames } from '#db/merged-names'
import { listSources } from '#db/sources'
import { assetsFolder } from './assets-folder.ts'
import type { RulesCache } from './deps.ts'

let loaded: RulePacks | undefined

/** The rule packs that come with the program, from assets/rule-packs of this package. Read once. */
export function rulePacks(): RulePacks {
  if (loaded === undefined) {
    const folder = assetsFolder('rule-packs')
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    loaded = parseRulePacks(files.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })))
  }
  return loaded
}

/** A merge as it would be decided: on this key, of its name into another or (null) into none. */
type Supposed = { readonly subject: string; readonly into: string | null }

/** The rules by which current values are worked out in this book: packs, meta mappings, merged names; as they would be with one merge more or less. */
export function loadCurrentRules(db: ReadDb, supposed?: Supposed): CurrentRules {
  const packs = rulePacks()
  const mappings = new Map(listSources(db).map((source) => [source.id, JSON.parse(source.metaMapping) as MetaMapping]))
  const merged = readMergedNames(db, supposed)
  return {
    rankOf: (field, format, part) => rankOf(packs.precedence, field, format, part),
    mapMeta: (sourceId, scope, meta) => {
      const mapping = mappings.get(sourceId)
      if (mapping === undefined || mapping.length === 0) return []
      const { fields, metaKeys } = applyMetaMapping(meta, mapping, scope, packs.metaKeys)
      return Object.entries(fields).map(([field, value]) => ({ field, value, metaKey: metaKeys[field] ?? '' }))
    },
    mergedName: (field, value) => merged.get(`${nounOfField(field)}\u0000${value}`) ?? value,
  }
}

/** Names that people said are one, followed to the last. */
function readMergedNames(db: ReadDb, supposed: Supposed | undefined): Map<string, string> {
  const direct = new Map<string, string>()
  for (const noun of NAMED_NOUNS) {
    for (const [name, into] of listMergedNames(db, mergePrefix(noun))) direct.set(`${noun}\u0000${name}`, into)
  }
  const merged = supposed === undefined ? undefined : readMergeSubject(supposed.subject)
  if (supposed !== undefined && merged !== undefined) {
    const name = `${merged.noun}\u0000${merged.name}`
    if (supposed.into === null) direct.delete(name)
    else direct.set(name, supposed.into)
  }
  const found = new Map<string, string>()
  for (const [from, into] of direct) {
    const kind = from.slice(0, from.indexOf('\u0000'))
    const seen = new Set([from])
    let name = into
    for (
      let next = direct.get(`${kind}\u0000${name}`);
      next !== undefined && !seen.has(`${kind}\u0000${name}`);
      next = direct.get(`${kind}\u0000${name}`)
    ) {
      seen.add(`${kind}\u0000${name}`)
      name = next
    }
    found.set(from, name)
  }
  return found
}

/** Rules read once and kept until something they stand on changes. */
export function createRulesCache(): RulesCache {
  let rules: CurrentRules | undefined
  return {
    current: (db) => {
      rules ??= loadCurrentRules(db)
      return rules
    },
    drop: () => {
      rules = undefined
    },
  }
}
