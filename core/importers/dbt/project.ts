import { isJsonObject, type JsonValue } from '#core/json'
import type { ImportFile } from '../intake.ts'
import { splitJson } from '../json/split.ts'
import { packageInId } from './kinds.ts'
import { md5 } from './md5.ts'

const COUNTED: ReadonlySet<string> = new Set(['nodes', 'sources'])

/**
 * Finds which of a manifest's packages is the project: manifests before v10 do not name it, but carry the MD5 of its
 * name. Where that helps no further, the package with most entries is guessed.
 */
export class RootPackageFinder {
  readonly #counts = new Map<string, number>()
  readonly #checked = new Map<string, string>()

  notice(section: string, value: JsonValue): void {
    if (section !== 'macros' && !COUNTED.has(section)) return
    const name = isJsonObject(value) ? value['package_name'] : undefined
    if (typeof name !== 'string' || name === '') return
    if (!this.#checked.has(name)) this.#checked.set(name, md5(name))
    if (COUNTED.has(section)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  /** The package whose name the project id is the MD5 of. */
  certain(projectId: string | null): string | null {
    if (projectId === null) return null
    for (const [name, hash] of this.#checked) if (hash === projectId) return name
    return null
  }

  likely(): string | null {
    return mostFrequent(this.#counts)
  }
}

/** The package most unique ids of a catalog, sources or run results file belong to. */
export async function likelyPackage(files: readonly ImportFile[]): Promise<string | null> {
  const counts = new Map<string, number>()
  for (const file of files) {
    for await (const parts of splitJson(file, RESULT_SECTIONS)) {
      for (const part of parts) {
        if (part.kind === 'open' || part.section === null) continue
        const id = part.section === 'results' ? (isJsonObject(part.value) ? part.value['unique_id'] : null) : part.key
        const name = typeof id === 'string' ? packageInId(id) : null
        if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    }
  }
  return mostFrequent(counts)
}
const RESULT_SECTIONS: ReadonlySet<string> = new Set(['nodes', 'sources', 'results'])

/** The name counted most; of equals the first in the alphabet. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  let best: string | null = null
  for (const [name, count] of counts) {
    const most = best === null ? 0 : (counts.get(best) ?? 0)
    if (count > most || (count === most && best !== null && name < best)) best = name
  }
  return best
}
