import { isJsonObject, type JsonValue } from '#core/json'
import type { IntakeEntry } from '../intake.ts'
import { kindOf, ObjectReader } from '../object-reader.ts'
import type { Tally } from '../tally.ts'
import { commonFields, put } from './fields.ts'
import { extrasOf } from './kept-keys.ts'

type Member = { readonly name: string; readonly group: string; readonly package: string | null; readonly position: string }

/**
 * dbt's groups are owners of the nodes that name them. The groups stand after the nodes in the file, so members are
 * remembered and told at the end.
 */
export class GroupReader {
  readonly #tally: Tally
  readonly #fileIndex: number
  readonly #members: Member[] = []
  readonly #owners = new Map<string, string>()
  readonly #names = new Set<string>()

  constructor(tally: Tally, fileIndex: number) {
    this.#tally = tally
    this.#fileIndex = fileIndex
  }

  /** Remembers an entry that names a group. */
  notice(entry: IntakeEntry): void {
    const { group, package: packageName } = entry.fields
    if (typeof group !== 'string') return
    this.#members.push({ name: entry.name, group, package: typeof packageName === 'string' ? packageName : null, position: entry.position })
  }

  /** One member of the section `groups`: the owner it names. */
  read(key: string, value: JsonValue): IntakeEntry | null {
    const path = `groups/${key}`
    this.#tally.found('group')
    if (!isJsonObject(value)) {
      this.#tally.left('group', path, `the group is ${kindOf(value)}, not an object`)
      return null
    }
    const entry = new ObjectReader(value, path, this.#tally)
    const name = entry.text('name')
    if (name === null) {
      this.#tally.left('group', path, 'the group has no name')
      return null
    }
    const uniqueId = entry.text('unique_id') ?? key
    if (this.#names.has(uniqueId)) {
      this.#tally.left('group', path, `“${uniqueId}” is told twice; the first was taken`)
      return null
    }
    this.#names.add(uniqueId)
    const config = entry.inner('config')
    const owner = entry.inner('owner')
    const team = owner.text('name') ?? name
    this.#owners.set(ownerKey(entry.text('package_name'), name), team)
    if (!this.#owners.has(name)) this.#owners.set(name, team)
    const fields = commonFields(entry, config, 'group')
    fields['name'] = team
    fields['group'] = name
    fields['ownerType'] = 'team'
    put(fields, 'email', owner.text('email'))
    this.#tally.took('group')
    return {
      ...NOTHING_ELSE,
      name: uniqueId,
      assetKind: 'owner',
      receiptKind: 'group',
      fileIndex: this.#fileIndex,
      fields,
      extras: extrasOf(entry.value, config.value, 'group'),
      position: path,
    }
  }

  /** What membership adds to the nodes. Call when the whole file is read. */
  *members(): Generator<IntakeEntry> {
    for (const { name, group, package: packageName, position } of this.#members) {
      const ownerTeam = this.#owners.get(ownerKey(packageName, group)) ?? this.#owners.get(group)
      if (ownerTeam === undefined) {
        this.#tally.notUnderstood(`${position}/group`, `the file has no group “${group}”`)
        continue
      }
      yield {
        ...NOTHING_ELSE,
        name,
        assetKind: null,
        receiptKind: null,
        fileIndex: this.#fileIndex,
        fields: { ownerTeam, group },
        extras: {},
        position: `${position}/group`,
      }
    }
  }
}

const ownerKey = (packageName: string | null, group: string): string => `${packageName ?? ''}\u0000${group}`

const NOTHING_ELSE = {
  kind: 'entry',
  part: 'groups',
  columns: null,
  upstream: null,
  check: null,
  sql: null,
  carriesValues: [],
} as const
