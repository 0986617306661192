/** A name inside another, as OpenMetadata and DataHub write it: parts parted by dots, a part with a dot or quote in quotes. */
export const joinName = (parts: readonly string[]): string =>
  parts.map((part) => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part)).join('.')

/** The parts of such a name. What is not well formed is one part. */
export function splitName(text: string): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const found = /^(?:"((?:[^"]|"")*)"|([^."]+))(?:\.|$)/.exec(rest)
    if (found === null) return [text.trim()]
    parts.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim())
    rest = rest.slice(found[0].length)
  }
  return parts
}

/** The last part: what the thing itself is called. */
export const lastName = (text: string): string => splitName(text).at(-1) ?? text
