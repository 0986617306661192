/** The first place where bytes stop being JSON. */
export type GrammarFault = { readonly offset: number; readonly problem: 'truncated' | 'not-json' | 'too-deep'; readonly reason: string }

/** No artifact nests deeper than a few dozen; code that walks values by calling itself must not meet more. */
export const MAX_DEPTH = 512

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

type Expecting = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isHex = (byte: number): boolean => isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
const LITERALS: ReadonlyMap<number, string> = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
])
// " \ / b f n r t
const SIMPLE_ESCAPES: ReadonlySet<number> = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74])

/**
 * Walks one JSON value strictly (RFC 8259) and says where it first goes wrong; null where it is whole and right.
 * Slow and exact: it only runs after JSON.parse has refused a piece, because JSON.parse does not reliably tell where.
 * @param outerDepth containers already open around the value
 */
export function findJsonFault(bytes: Uint8Array, outerDepth: number): GrammarFault | null {
  return new GrammarWalk(bytes, outerDepth).run()
}

class GrammarWalk {
  readonly #bytes: Uint8Array
  readonly #outerDepth: number
  readonly #isList: boolean[] = []
  #at = 0
  #expecting: Expecting = 'value'

  constructor(bytes: Uint8Array, outerDepth: number) {
    this.#bytes = bytes
    this.#outerDepth = outerDepth
  }

  run(): GrammarFault | null {
    const bytes = this.#bytes
    for (;;) {
      while (this.#at < bytes.length && isSpace(bytes[this.#at] ?? 0)) this.#at += 1
      if (this.#at >= bytes.length) return this.#expecting === 'nothing' ? null : this.#cutOff()
      const fault = this.#step(bytes[this.#at] ?? 0)
      if (fault !== null) return fault
    }
  }

  #step(byte: number): GrammarFault | null {
    switch (this.#expecting) {
      case 'nothing':
        return this.#wrong('has something after its end')
      case 'colon':
        if (byte !== COLON) return this.#wrong('lacks a colon after a name')
        this.#expecting = 'value'
        this.#at += 1
        return null
      case 'key':
      case 'key-or-end':
        if (byte === CLOSE_OBJECT && this.#expecting === 'key-or-end') return this.#close(byte)
        if (byte !== QUOTE) return this.#wrong('lacks a name in quotes')
        this.#expecting = 'colon'
        return this.#string()
      case 'comma-or-end':
        if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) return this.#close(byte)
        if (byte !== COMMA) return this.#wrong('lacks a comma')
        this.#expecting = this.#isList.at(-1) === true ? 'value' : 'key'
        this.#at += 1
        return null
      case 'value':
      case 'value-or-end':
        if (byte === CLOSE_LIST && this.#expecting === 'value-or-end') return this.#close(byte)
        return this.#value(byte)
    }
  }

  #value(byte: number): GrammarFault | null {
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (this.#isList.length + this.#outerDepth >= MAX_DEPTH) return { offset: this.#at, problem: 'too-deep', reason: 'nests too deep' }
      this.#isList.push(byte === OPEN_LIST)
      this.#expecting = byte === OPEN_LIST ? 'value-or-end' : 'key-or-end'
      this.#at += 1
      return null
    }
    this.#expecting = this.#isList.length === 0 ? 'nothing' : 'comma-or-end'
    if (byte === QUOTE) return this.#string()
    const literal = LITERALS.get(byte)
    if (literal !== undefined) return this.#literal(literal)
    if (byte === 0x2d || isDigit(byte)) return this.#number()
    return this.#wrong('has something that is not JSON')
  }

  #close(byte: number): GrammarFault | null {
    if ((this.#isList.pop() === true) !== (byte === CLOSE_LIST)) return this.#wrong('closes a bracket that is not open')
    this.#expecting = this.#isList.length === 0 ? 'nothing' : 'comma-or-end'
    this.#at += 1
    return null
  }

  #string(): GrammarFault | null {
    const bytes = this.#bytes
    for (let i = this.#at + 1; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      if (byte === QUOTE) {
        this.#at = i + 1
        return null
      }
      if (byte < 0x20) return this.#wrong('has a line break or another control character inside a text', i)
      if (byte !== BACKSLASH) continue
      i += 1
      const escaped = bytes[i]
      if (escaped === undefined) return this.#cutOff()
      if (SIMPLE_ESCAPES.has(escaped)) continue
      if (escaped !== 0x75) return this.#wrong('has a wrong escape inside a text', i)
      for (let digit = 1; digit <= 4; digit++) {
        const hex = bytes[i + digit]
        if (hex === undefined) return this.#cutOff()
        if (!isHex(hex)) return this.#wrong('has a wrong escape inside a text', i + digit)
      }
      i += 4
    }
    return this.#cutOff()
  }

  #literal(word: string): GrammarFault | null {
    for (let i = 0; i < word.length; i++) {
      const byte = this.#bytes[this.#at + i]
      if (byte === undefined) return this.#cutOff()
      if (byte !== word.charCodeAt(i)) return this.#wrong('has something that is not JSON', this.#at + i)
    }
    this.#at += word.length
    return null
  }

  #number(): GrammarFault | null {
    const bytes = this.#bytes
    let i = this.#at
    if (bytes[i] === 0x2d) i += 1
    const whole = i
    while (isDigit(bytes[i] ?? 0)) i += 1
    if (i === whole || (bytes[whole] === 0x30 && i > whole + 1)) return this.#numberFault(i === whole ? i : whole + 1)
    if (bytes[i] === 0x2e) {
      const fraction = ++i
      while (isDigit(bytes[i] ?? 0)) i += 1
      if (i === fraction) return this.#numberFault(i)
    }
    if (bytes[i] === 0x65 || bytes[i] === 0x45) {
      i += 1
      if (bytes[i] === 0x2b || bytes[i] === 0x2d) i += 1
      const exponent = i
      while (isDigit(bytes[i] ?? 0)) i += 1
      if (i === exponent) return this.#numberFault(i)
    }
    this.#at = i
    return null
  }

  #numberFault(at: number): GrammarFault {
    return at >= this.#bytes.length ? this.#cutOff() : this.#wrong('has a wrong number', at)
  }

  #wrong(reason: string, offset = this.#at): GrammarFault {
    return { offset, problem: 'not-json', reason }
  }

  #cutOff(): GrammarFault {
    return { offset: this.#bytes.length, problem: 'truncated', reason: 'stops in the middle' }
  }
}

/** Offset of the first byte that is not UTF-8, or -1. Ends of cut-off characters count as wrong. */
export function findBadUtf8(bytes: Uint8Array): number {
  let i = 0
  while (i < bytes.length) {
    const length = characterLength(bytes, i)
    if (length === 0) return i
    i += length
  }
  return -1
}

/** Bytes of the character at `i`, 0 where it is not a whole, shortest-form UTF-8 character (Unicode 15, table 3-7). */
function characterLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0
  if (first < 0x80) return 1
  const second = bytes[i + 1] ?? 0
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? 2 : 0
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80
    const high = first === 0xed ? 0x9f : 0xbf
    return second >= low && second <= high && isTail(bytes[i + 2] ?? 0) ? 3 : 0
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80
    const high = first === 0xf4 ? 0x8f : 0xbf
    return second >= low && second <= high && isTail(bytes[i + 2] ?? 0) && isTail(bytes[i + 3] ?? 0) ? 4 : 0
  }
  return 0
}

const isTail = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf
