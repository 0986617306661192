import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import type { IntakeSql } from '../intake.ts'
import type { ObjectReader } from '../object-reader.ts'

/** Fields while they are put together; nulls are left out. */
export type Fields = Record<string, JsonValue>

export function put(fields: Fields, name: string, value: JsonValue): void {
  if (value !== null) fields[name] = value
}

export function putList(fields: Fields, name: string, value: readonly JsonValue[]): void {
  if (value.length > 0) fields[name] = value
}

function putObject(fields: Fields, name: string, value: JsonObject): void {
  if (Object.keys(value).length > 0) fields[name] = value
}

/** Fields every resource type has. `config` is the entry's own config. */
export function commonFields(entry: ObjectReader, config: ObjectReader, resourceType: string): Fields {
  const fields: Fields = { resourceType }
  put(fields, 'name', entry.text('name'))
  put(fields, 'description', entry.text('description'))
  put(fields, 'package', entry.text('package_name'))
  put(fields, 'path', entry.text('original_file_path') ?? entry.text('path'))
  put(fields, 'group', entry.text('group') ?? config.text('group'))
  putList(fields, 'tags', mergeTags(entry, config))
  // The docs blocks its description is made of.
  putList(fields, 'docBlocks', entry.texts('doc_blocks'))
  putObject(fields, 'meta', mergeMeta(entry, config))
  return fields
}

/** Tags stand in the entry, in its config, or in both. */
export function mergeTags(entry: ObjectReader, config: ObjectReader): readonly string[] {
  const own = entry.texts('tags')
  const configured = config.texts('tags')
  return configured.length === 0 ? own : [...new Set([...own, ...configured])]
}

/** Meta stands in the entry, in its config (since dbt 1.10 the place to write it), or in both; a source's own comes first. */
export function mergeMeta(entry: ObjectReader, config: ObjectReader): JsonObject {
  const inherited = entry.value['source_meta']
  const own = entry.object('meta')
  const configured = config.object('meta')
  if (own !== null && configured !== null) reportDifferences(entry, own, configured)
  return { ...(isJsonObject(inherited) ? inherited : {}), ...own, ...configured }
}

function reportDifferences(entry: ObjectReader, own: JsonObject, configured: JsonObject): void {
  for (const key of Object.keys(configured)) {
    if (Object.hasOwn(own, key) && JSON.stringify(own[key]) !== JSON.stringify(configured[key])) {
      entry.notUnderstood(`meta/${key}`, 'differs from config.meta, which was taken')
    }
  }
}

/** raw_sql and compiled_sql until manifest v6, raw_code and compiled_code since. */
export function sqlOf(entry: ObjectReader): IntakeSql | null {
  const raw = entry.text('raw_code') ?? entry.text('raw_sql')
  const compiled = entry.text('compiled_code') ?? entry.text('compiled_sql')
  return raw === null && compiled === null ? null : { raw, compiled, language: entry.text('language') }
}

/**
 * A relation's name without quotes: `"shop"."main"."orders"`, `` `shop`.`main`.`orders` `` and `[shop].[main].[orders]`
 * are all `shop.main.orders`.
 */
export function unquoteRelation(relation: string): string {
  return relation.replaceAll(/["`[\]]/g, '')
}

export function joinRelation(database: string | null, schema: string | null, name: string | null): string | null {
  if (name === null) return null
  return [database, schema, name].filter((part) => part !== null).join('.')
}
