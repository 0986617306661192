/** Where datasets count as neighbours: in one schema of one database, or defined in one folder of one package. */
export type Vicinity = 'schema' | 'folder'

/** What all datasets of a place that have a field agree on, by field. Nothing where they differ. */
export type Agreed = Readonly<Record<string, string>>

type Member = {
  readonly place: string | null
  readonly values: Readonly<Record<string, string | null>>
}

/**
 * What the datasets of each place agree on, so that one that a person has filled speaks for those around it.
 * The order in which they arrive has no influence.
 */
export function findAgreements(members: Iterable<Member>): ReadonlyMap<string, Agreed> {
  const found = new Map<string, Map<string, string | null>>()
  for (const { place, values } of members) {
    if (place === null) continue
    const fields = found.get(place) ?? new Map<string, string | null>()
    found.set(place, fields)
    for (const [field, value] of Object.entries(values)) {
      if (value === null) continue
      const known = fields.get(field)
      // null: they differ already.
      fields.set(field, known === undefined || known === value ? value : null)
    }
  }
  return new Map([...found].map(([place, fields]) => [place, agreedOf(fields)]))
}

function agreedOf(fields: ReadonlyMap<string, string | null>): Agreed {
  const agreed: Record<string, string> = {}
  for (const [field, value] of fields) if (value !== null) agreed[field] = value
  return agreed
}

/** The folder of a defining file within its package; null for a file at the top. */
export function folderOf(packageName: string | null, path: string | null): string | null {
  const at = Math.max(path?.lastIndexOf('/') ?? -1, path?.lastIndexOf('\\') ?? -1)
  return path === null || at < 1 ? null : `${packageName ?? ''}\u0000${path.slice(0, at)}`
}
