import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import { parseInstant } from '../instant.ts'
import type { IntakeRun } from '../intake.ts'
import type { JsonPart } from '../json/split.ts'
import type { Artifact } from './artifact.ts'
import { outcomeOf } from './outcomes.ts'

/** What all results of a run say together. */
export class RunSummary {
  readonly #artifact: Artifact
  #firstAtMs: number | null = null
  #hasFailed = false
  #isPartial = false
  elapsedSeconds: number | null = null
  args: JsonObject = {}

  constructor(artifact: Artifact) {
    this.#artifact = artifact
  }

  notice(part: JsonPart): void {
    if (part.kind === 'open' || part.isDuplicate) return
    if (part.section !== null) this.#result(part.value)
    else if (part.key === 'elapsed_time' && typeof part.value === 'number' && part.value >= 0) this.elapsedSeconds = part.value
    else if (part.key === 'args' && isJsonObject(part.value)) this.args = part.value
  }

  /** As stated since dbt 1.10; else the first timed step; else the end less the time it took. */
  get startedAtMs(): number | null {
    const { startedAtMs } = this.#artifact
    if (startedAtMs !== null) return startedAtMs
    if (this.#firstAtMs !== null) return this.#firstAtMs
    return this.endedAtMs === null || this.elapsedSeconds === null ? null : this.endedAtMs - Math.round(this.elapsedSeconds * 1000)
  }

  /** The file is written when all is done. */
  get endedAtMs(): number | null {
    return this.#artifact.generatedAtMs
  }

  get status(): IntakeRun['status'] {
    if (this.#hasFailed) return 'failed'
    return this.#isPartial ? 'partial' : 'success'
  }

  #result(value: JsonValue): void {
    if (!isJsonObject(value)) return
    const status = typeof value['status'] === 'string' ? value['status'] : ''
    const outcome = outcomeOf(status)
    if (outcome === 'error' || outcome === 'fail') this.#hasFailed = true
    if (/^(skipped|partial\s*success)$/i.test(status)) this.#isPartial = true
    for (const step of Array.isArray(value['timing']) ? (value['timing'] as readonly JsonValue[]) : []) {
      const text = isJsonObject(step) ? step['started_at'] : null
      const atMs = typeof text === 'string' ? parseInstant(text) : null
      if (atMs !== null && (this.#firstAtMs === null || atMs < this.#firstAtMs)) this.#firstAtMs = atMs
    }
  }
}
