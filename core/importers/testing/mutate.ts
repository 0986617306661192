import { isJsonObject, type JsonValue } from '#core/json'

/** Numbers from 0 up to and without 1. */
export type Random = () => number

const below = (random: Random, limit: number): number => Math.floor(random() * limit)
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T

/** Damages a JSON file the way disks, editors, merges and other programs do: its bytes, or its structure. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  return random() < 0.5 ? mutateBytes(bytes, random) : mutateStructure(bytes, random)
}

function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = new Uint8Array(bytes)
  const at = below(random, bytes.length)
  const length = 1 + below(random, 200)
  switch (below(random, 7)) {
    case 0: {
      for (let i = 0; i <= below(random, 4); i++) changed[below(random, bytes.length)] = below(random, 256)
      return changed
    }
    case 1:
      return changed.subarray(0, at)
    case 2:
      return join(changed.subarray(0, at), changed.subarray(Math.min(at + length, bytes.length)))
    case 3:
      return join(changed.subarray(0, at), changed.subarray(at, at + length), changed.subarray(at))
    case 4:
      return join(
        changed.subarray(0, at),
        new TextEncoder().encode(pick(random, ['\n<<<<<<< HEAD\n', '"', '{', '}', ']', '\\', ',', '\u0000', '\uFEFF', '{"a":1}'])),
        changed.subarray(at),
      )
    case 5:
      return join(changed, changed)
    default: {
      // Characters of JSON's own grammar do more harm than others.
      changed[at] = pick(random, [...new TextEncoder().encode('{}[]",:\\0ntf ')])
      return changed
    }
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function mutateStructure(bytes: Uint8Array, random: Random): Uint8Array {
  const root = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue
  for (let i = 0; i <= below(random, 6); i++) damage(root, random)
  return new TextEncoder().encode(JSON.stringify(root))
}

/** Walks down at random and drops, renames or replaces one member. */
function damage(root: JsonValue, random: Random): void {
  let at = root as Record<string, JsonValue> | JsonValue[]
  for (let depth = 0; depth < 8; depth++) {
    const keys = Object.keys(at)
    if (keys.length === 0) return
    const key = pick(random, keys)
    const value = (at as Record<string, JsonValue>)[key]
    const isInner = value !== undefined && (Array.isArray(value) || isJsonObject(value)) && Object.keys(value).length > 0
    if (isInner && random() < 0.8) {
      at = value as Record<string, JsonValue> | JsonValue[]
      continue
    }
    damageMember(at, key, random)
    return
  }
}

function damageMember(parent: Record<string, JsonValue> | JsonValue[], key: string, random: Random): void {
  const object = parent as Record<string, JsonValue>
  const value = object[key] ?? null
  const roll = random()
  if (roll < 0.25 && !Array.isArray(parent)) delete object[key]
  else if (roll < 0.35 && !Array.isArray(parent)) {
    delete object[key]
    object[pick(random, ['__proto__', 'constructor', '', `${key}_x`, 'unique_id', 'a.b.c', '💥', 'model.x'])] = value
  } else object[key] = replacement(value, random)
}

function replacement(value: JsonValue, random: Random): JsonValue {
  let nested: JsonValue = 'x'
  for (let i = 0; i < 40; i++) nested = random() < 0.5 ? [nested] : { a: nested }
  return pick<JsonValue>(random, [
    null,
    0,
    -1,
    1e300,
    true,
    false,
    '',
    ' ',
    'text',
    '2026-13-45',
    '\ud800',
    '\u0000',
    [],
    {},
    [null],
    [value],
    { nodes: value },
    [1, 'a', null, {}],
    { count: 'many', nodes: [1, null], name: 5 },
    'x'.repeat(70_000),
    nested,
    [value, value],
  ])
}
