import type { JsonValue } from '#core/json'
import type { BadFileProblem } from '../bad-file.ts'
import type { Chunk } from '../intake.ts'
import { JsonFault } from './fault.ts'
import { findBadUtf8, findJsonFault, MAX_DEPTH } from './grammar.ts'
import { ByteWindow } from './window.ts'

/** Larger single entries are refused: they would have to be held in memory whole. */
const MAX_ENTRY_BYTES = 256 * 1024 * 1024

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const OPEN_LIST = 0x5b

// What a byte means outside of texts. PLAIN is part of a number, a word or the punctuation inside containers.
const PLAIN = 0
const TEXT = 1
const OPENS = 2
const CLOSES = 3
const ILLEGAL = 4
const ENDS_SCALAR = 5
const CLASS = new Uint8Array(256).fill(ILLEGAL)
for (const character of '0123456789+-.eEtrufalsn:') CLASS[character.charCodeAt(0)] = PLAIN
for (const character of ' \t\r\n,') CLASS[character.charCodeAt(0)] = ENDS_SCALAR
for (const character of '{[') CLASS[character.charCodeAt(0)] = OPENS
for (const character of '}]') CLASS[character.charCodeAt(0)] = CLOSES
CLASS[QUOTE] = TEXT

/** How far a text is searched byte by byte before the native search takes over: most texts are short. */
const NEAR = 24

/**
 * Finds where one JSON value (an "item") ends, over any number of chunks and without looking at a byte twice, and
 * parses it. Only brackets and texts are told apart here; JSON.parse then is the judge of the piece.
 */
export class ItemScanner {
  readonly window = new ByteWindow()
  /** Index of the next byte that nobody has taken. */
  cursor = 0
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  // The item: where it starts, how far it is known and how deep that is, and where the open text begins (-1: in none).
  #itemAt = 0
  #scanAt = 0
  #depth = 0
  #textAt = -1
  #isOpen = false

  push(chunk: Chunk): void {
    if (this.window.end === 0) this.window.base = chunk.position
    const shift = this.window.push(chunk, this.#isOpen ? this.#itemAt : this.cursor)
    this.cursor -= shift
    this.#itemAt -= shift
    this.#scanAt -= shift
    if (this.#textAt >= 0) this.#textAt -= shift
  }

  /** Position in the file of the item's first byte. */
  get position(): number {
    return this.window.base + this.#itemAt
  }

  get sizeBytes(): number {
    return this.cursor - this.#itemAt
  }

  begin(): void {
    this.#itemAt = this.cursor
    this.#scanAt = this.cursor
    this.#depth = 0
    this.#textAt = -1
    this.#isOpen = true
  }

  /**
   * Goes on in the item until it ends; false where more bytes are needed.
   * @param outerDepth containers open around the item
   */
  scan(outerDepth: number): boolean {
    const first = this.window.bytes[this.#itemAt]
    const isContainer = first === OPEN_OBJECT || first === OPEN_LIST
    if (this.#textAt >= 0) {
      const behind = this.#findQuote(this.#scanAt)
      if (behind < 0) return this.#needMore(outerDepth)
      if (!isContainer) return this.#endAt(behind)
      this.#scanAt = behind
    }
    if (isContainer) return this.#scanContainer(outerDepth)
    return first === QUOTE ? this.#scanText(outerDepth) : this.#scanScalar(outerDepth)
  }

  /** The value of the item that ended. */
  parse(outerDepth: number): JsonValue {
    const piece = this.window.bytes.subarray(this.#itemAt, this.cursor)
    let text: string
    try {
      text = this.#decoder.decode(piece)
    } catch {
      throw this.fault('bad-utf8', this.#itemAt + Math.max(findBadUtf8(piece), 0), 'is not UTF-8 text')
    }
    try {
      return JSON.parse(text) as JsonValue
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return this.#refuse(this.cursor, outerDepth, 'not-json', 'has something that is not JSON')
    }
  }

  /** The bytes end inside the item: what is wrong with it. A number or word at the very end of lines is whole. */
  finish(outerDepth: number): void {
    const rest = this.window.bytes.subarray(this.#itemAt, this.window.end)
    if (outerDepth === 0 && findJsonFault(rest, 0) === null) this.#endAt(this.window.end)
    else this.#refuse(this.window.end, outerDepth, 'truncated', 'stops in the middle')
  }

  fault(problem: BadFileProblem, index: number, what: string): JsonFault {
    return new JsonFault(problem, this.window.base + index, what)
  }

  #scanContainer(outerDepth: number): boolean {
    const { bytes, end } = this.window
    const deepest = MAX_DEPTH - outerDepth
    let at = this.#scanAt
    let depth = this.#depth
    while (at < end) {
      const kind = CLASS[bytes[at++] as number]
      if (kind === PLAIN || kind === ENDS_SCALAR) continue
      if (kind === TEXT) {
        at = this.#skipText(at)
        if (at < 0) {
          this.#depth = depth
          return this.#needMore(outerDepth)
        }
      } else if (kind === OPENS) {
        depth += 1
        if (depth > deepest) this.#refuse(at, outerDepth, 'too-deep', `nests deeper than ${MAX_DEPTH} levels`)
      } else if (kind === CLOSES) {
        depth -= 1
        if (depth === 0) return this.#endAt(at)
      } else {
        this.#refuse(at, outerDepth, 'not-json', 'has something that is not JSON')
      }
    }
    this.#scanAt = at
    this.#depth = depth
    return this.#needMore(outerDepth)
  }

  #scanText(outerDepth: number): boolean {
    const behind = this.#skipText(this.#itemAt + 1)
    return behind < 0 ? this.#needMore(outerDepth) : this.#endAt(behind)
  }

  /** A number or a word ends before the first byte that cannot belong to it. */
  #scanScalar(outerDepth: number): boolean {
    const { bytes, end } = this.window
    let at = this.#scanAt
    while (at < end && CLASS[bytes[at] as number] === PLAIN) at += 1
    if (at < end) return this.#endAt(at)
    this.#scanAt = at
    return this.#needMore(outerDepth)
  }

  /** From a text's first byte to the byte behind its closing quote; -1 where that is not there yet. */
  #skipText(from: number): number {
    const { bytes, end } = this.window
    const near = Math.min(end, from + NEAR)
    let at = from
    while (at < near) {
      const byte = bytes[at]
      if (byte === QUOTE) return at + 1
      at += byte === BACKSLASH ? 2 : 1
    }
    this.#textAt = from
    return this.#findQuote(at)
  }

  /** Goes on inside the open text from any place in it. */
  #findQuote(from: number): number {
    const { bytes, end, live } = this.window
    let at = from
    while (at < end) {
      const quote = live.indexOf(QUOTE, at)
      if (quote < 0) break
      // Escaped where an odd number of backslashes stands before it; they cannot reach before the text's start.
      let before = quote - 1
      while (before >= this.#textAt && bytes[before] === BACKSLASH) before -= 1
      if ((quote - before) % 2 === 1) {
        this.#textAt = -1
        return quote + 1
      }
      at = quote + 1
    }
    // An escape may reach over the end: then the byte it escapes is not looked at.
    this.#scanAt = Math.max(at, end)
    return -1
  }

  #endAt(index: number): boolean {
    this.cursor = index
    this.#isOpen = false
    return true
  }

  #needMore(outerDepth: number): boolean {
    const { end } = this.window
    if (end - this.#itemAt > MAX_ENTRY_BYTES) this.#refuse(end, outerDepth, 'too-large', 'has an entry of more than 256 MB')
    return false
  }

  /** Throws the first fault of the item's bytes before `end`, else the given one. */
  #refuse(end: number, outerDepth: number, problem: BadFileProblem, what: string): never {
    const found = findJsonFault(this.window.bytes.subarray(this.#itemAt, end), outerDepth)
    if (found === null || found.problem === 'truncated') throw this.fault(problem, end, what)
    throw this.fault(found.problem, this.#itemAt + found.offset, found.reason)
  }
}
