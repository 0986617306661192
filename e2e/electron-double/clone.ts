/**
 * Stands in for the structured clone of Electron's messages: tagged JSON. It refuses what a clone refuses. Its source text also
 * runs in the page, so it may use nothing from outside.
 */
export function makeClone() {
  const NOT_CLONED = 'An object could not be cloned.'
  type Tagged = { $?: string; v?: unknown; t?: string; n?: string; m?: string; s?: string }
  const toBase64 = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
    return btoa(text)
  }
  const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const encodeObject = (value: object, above: ReadonlySet<object>): unknown => {
    if (above.has(value)) throw new Error('electron-double: messages that hold themselves are not implemented')
    const seen = new Set(above).add(value)
    if (Array.isArray(value)) return value.map((item) => encode(item, seen))
    if (value instanceof Date) return { $: 'date', v: String(value.getTime()) }
    if (value instanceof Map) return { $: 'map', v: [...value].map(([key, item]) => [encode(key, seen), encode(item, seen)]) }
    if (value instanceof Set) return { $: 'set', v: [...value].map((item) => encode(item, seen)) }
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name
      return { $: 'view', t: name, v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    }
    if (value instanceof Error) return { $: 'error', n: value.name, m: value.message, s: value.stack }
    if (value instanceof Promise || value instanceof WeakMap) throw new Error(NOT_CLONED)
    const plain = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, seen)]))
    return '$' in plain ? { $: 'object', v: Object.entries(plain) } : plain
  }
  const encode = (value: unknown, seen: ReadonlySet<object>): unknown => {
    switch (typeof value) {
      case 'undefined':
        return { $: 'undefined' }
      case 'number':
        if (Number.isFinite(value) && !Object.is(value, -0)) return value
        return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
      case 'bigint':
        return { $: 'bigint', v: String(value) }
      case 'function':
      case 'symbol':
        throw new Error(NOT_CLONED)
      case 'object':
        return value === null ? null : encodeObject(value, seen)
      default:
        return value
    }
  }
  const decode = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(decode)
    const tagged = value as Tagged
    const pairs = (): [unknown, unknown][] => (tagged.v as [unknown, unknown][]).map(([key, item]) => [decode(key), decode(item)])
    switch (tagged.$) {
      case undefined:
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]))
      case 'undefined':
        return undefined
      case 'number':
        return Number(tagged.v)
      case 'bigint':
        return BigInt(String(tagged.v))
      case 'date':
        return new Date(Number(tagged.v))
      case 'map':
        return new Map(pairs())
      case 'set':
        return new Set((tagged.v as unknown[]).map(decode))
      case 'buffer':
        return fromBase64(String(tagged.v)).buffer
      case 'view': {
        const bytes = fromBase64(String(tagged.v))
        const views = globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => unknown>
        const View = views[tagged.t ?? '']
        return tagged.t === 'Uint8Array' || View === undefined ? bytes : new View(bytes.buffer)
      }
      case 'error':
        return Object.assign(new Error(tagged.m), { name: tagged.n, stack: tagged.s })
      default:
        return Object.fromEntries((tagged.v as [string, unknown][]).map(([key, item]) => [key, decode(item)]))
    }
  }
  return {
    encode: (value: unknown): string => JSON.stringify(encode(value, new Set())),
    decode: (text: string): unknown => decode(JSON.parse(text)),
  }
}
