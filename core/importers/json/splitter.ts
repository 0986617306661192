import type { JsonValue } from '#core/json'
import type { Chunk } from '../intake.ts'
import type { JsonFault } from './fault.ts'
import { ItemScanner } from './scanner.ts'
import { classifyStart, START_BYTES } from './start.ts'

/**
 * A piece of a JSON document.
 * open: a section begins. entry: one member of a section (or of the root: section null) with its value.
 * The key of a list's element is its index. isDuplicate: the same object already had a member of that name; JSON.parse
 * would let the later one win.
 */
export type JsonPart = JsonOpen | JsonEntry
export type JsonOpen = { readonly kind: 'open'; readonly section: string; readonly shape: 'object' | 'list'; readonly isDuplicate: boolean }
export type JsonEntry = {
  readonly kind: 'entry'
  readonly section: string | null
  readonly key: string
  readonly value: JsonValue
  /** Of the value's first byte in the unpacked file. */
  readonly position: number
  readonly sizeBytes: number
  readonly isDuplicate: boolean
}

/** object: one JSON object. rows: a list, or values one after another (JSON lines). */
export type RootShape = 'object' | 'rows'

const FLUSH_BYTES = 1 << 15
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

type State = 'start' | 'first-name' | 'name' | 'in-name' | 'colon' | 'first-value' | 'value' | 'in-value' | 'after' | 'end'
type Frame = {
  readonly section: string | null
  readonly shape: 'object' | 'list' | 'lines'
  readonly names: Set<string>
  readonly isDuplicate: boolean
  count: number
}

/** The state machine behind split.ts: synchronous, fed with chunks, resumable at any byte. */
export class Splitter {
  readonly #sections: ReadonlySet<string>
  readonly #root: RootShape
  readonly #scanner = new ItemScanner()
  readonly #frames: Frame[] = []
  #parts: JsonPart[] = []
  #partBytes = 0
  #state: State = 'start'
  #key = ''
  #isDuplicate = false

  constructor(sections: ReadonlySet<string>, root: RootShape) {
    this.#sections = sections
    this.#root = root
  }

  push(chunk: Chunk): void {
    this.#scanner.push(chunk)
  }

  takeParts(): readonly JsonPart[] {
    const parts = this.#parts
    this.#parts = []
    this.#partBytes = 0
    return parts
  }

  /** Goes on as far as the bytes allow. flush: enough parts wait to be taken. */
  advance(): 'more' | 'flush' {
    const scanner = this.#scanner
    for (;;) {
      if (this.#partBytes >= FLUSH_BYTES) return 'flush'
      if (this.#state === 'in-name') {
        if (!scanner.scan(this.#depth)) return 'more'
        this.#endName()
      } else if (this.#state === 'in-value') {
        if (!scanner.scan(this.#depth)) return 'more'
        this.#endValue()
      } else if (!this.#skipSpace() || !this.#step(scanner.window.bytes[scanner.cursor] as number)) {
        return 'more'
      }
    }
  }

  /** No more chunks come. */
  finish(): void {
    const isBetweenLines = this.#state === 'value' && this.#frames.at(-1)?.shape === 'lines'
    if (this.#state === 'end' || isBetweenLines) return
    if (this.#state === 'start') this.#refuseStart()
    if (this.#state === 'in-name' || this.#state === 'in-value') {
      this.#scanner.finish(this.#depth)
      this.#endValue()
      return
    }
    throw this.#fault('truncated', 'stops in the middle', this.#scanner.window.end)
  }

  /** Containers open around the next value; lines stand in none. */
  get #depth(): number {
    return this.#frames[0]?.shape === 'lines' ? 0 : this.#frames.length
  }

  #skipSpace(): boolean {
    const { bytes, end, base } = this.#scanner.window
    let at = this.#scanner.cursor
    // A byte order mark is tolerated.
    if (this.#state === 'start' && base + at === 0 && end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3
    for (; at < end; at++) {
      const byte = bytes[at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    }
    this.#scanner.cursor = at
    return at < end
  }

  /** One token between items. False where more bytes are needed. */
  #step(byte: number): boolean {
    switch (this.#state) {
      case 'start':
        return this.#start(byte)
      case 'first-name':
      case 'name':
        if (byte === CLOSE_OBJECT && this.#state === 'first-name') return this.#closeFrame()
        if (byte !== QUOTE) throw this.#fault('not-json', 'lacks a name in quotes')
        return this.#beginItem('in-name')
      case 'colon':
        if (byte !== COLON) throw this.#fault('not-json', 'lacks a colon after a name')
        this.#scanner.cursor += 1
        this.#state = 'value'
        return true
      case 'first-value':
        return byte === CLOSE_LIST ? this.#closeFrame() : this.#beginValue(byte)
      case 'value':
        return this.#beginValue(byte)
      case 'after':
        return this.#after(byte)
      case 'end':
        if (byte === OPEN_OBJECT || byte === OPEN_LIST) throw this.#fault('two-documents', 'holds a second JSON document after the first')
        throw this.#fault('not-json', 'has text after the end of its JSON')
      case 'in-name':
      case 'in-value':
        return true
    }
  }

  #start(byte: number): boolean {
    if (this.#root === 'rows' && byte === OPEN_OBJECT) {
      this.#openFrame(null, 'lines', false)
      return true
    }
    if (byte === (this.#root === 'rows' ? OPEN_LIST : OPEN_OBJECT)) {
      this.#scanner.cursor += 1
      this.#openFrame(null, this.#root === 'rows' ? 'list' : 'object', false)
      return true
    }
    if (this.#scanner.window.end - this.#scanner.cursor < START_BYTES) return false
    return this.#refuseStart()
  }

  #after(byte: number): boolean {
    const { shape } = this.#frame()
    if (byte === COMMA) {
      this.#scanner.cursor += 1
      this.#state = shape === 'list' ? 'value' : 'name'
      return true
    }
    if (byte === (shape === 'list' ? CLOSE_LIST : CLOSE_OBJECT)) return this.#closeFrame()
    throw this.#fault('not-json', 'lacks a comma')
  }

  #beginValue(byte: number): boolean {
    const frame = this.#frame()
    if (frame.shape !== 'object') {
      this.#key = String(frame.count)
      this.#isDuplicate = frame.isDuplicate
    }
    const isContainer = byte === OPEN_OBJECT || byte === OPEN_LIST
    const isSection = isContainer && frame.shape === 'object' && frame.section === null && this.#sections.has(this.#key)
    if (!isSection) return this.#beginItem('in-value')
    const shape = byte === OPEN_LIST ? 'list' : 'object'
    this.#parts.push({ kind: 'open', section: this.#key, shape, isDuplicate: this.#isDuplicate })
    this.#scanner.cursor += 1
    this.#openFrame(this.#key, shape, this.#isDuplicate)
    return true
  }

  #beginItem(state: 'in-name' | 'in-value'): boolean {
    this.#state = state
    this.#scanner.begin()
    return true
  }

  #openFrame(section: string | null, shape: Frame['shape'], isDuplicate: boolean): void {
    this.#frames.push({ section, shape, names: new Set(), isDuplicate, count: 0 })
    this.#state = shape === 'object' ? 'first-name' : shape === 'list' ? 'first-value' : 'value'
  }

  #closeFrame(): boolean {
    this.#scanner.cursor += 1
    this.#frames.pop()
    this.#state = this.#frames.length === 0 ? 'end' : 'after'
    return true
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1)
    if (frame === undefined) throw new Error('no open container')
    return frame
  }

  #endName(): void {
    const name: JsonValue = this.#scanner.parse(this.#depth)
    const frame = this.#frame()
    this.#key = typeof name === 'string' ? name : ''
    this.#isDuplicate = frame.isDuplicate || frame.names.has(this.#key)
    frame.names.add(this.#key)
    this.#state = 'colon'
  }

  #endValue(): void {
    const frame = this.#frame()
    const { position, sizeBytes } = this.#scanner
    const value = this.#scanner.parse(this.#depth)
    this.#parts.push({ kind: 'entry', section: frame.section, key: this.#key, value, position, sizeBytes, isDuplicate: this.#isDuplicate })
    this.#partBytes += sizeBytes
    frame.count += 1
    this.#state = frame.shape === 'lines' ? 'value' : 'after'
  }

  #refuseStart(): never {
    const { window, cursor } = this.#scanner
    const { problem, what } = classifyStart(window.bytes.subarray(cursor, Math.min(window.end, cursor + START_BYTES)), this.#root)
    throw this.#fault(problem, what)
  }

  #fault(problem: Parameters<ItemScanner['fault']>[0], what: string, index: number = this.#scanner.cursor): JsonFault {
    return this.#scanner.fault(problem, index, what)
  }
}
