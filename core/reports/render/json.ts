import { canonicalJson, type JsonValue } from '#core/json'
import type { Report } from '../document.ts'

/** The report itself as JSON: members in code-unit order, two spaces, one line end at the end. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(report satisfies JsonValue)), null, 2)}\n`
}
