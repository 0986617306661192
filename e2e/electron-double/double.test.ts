import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { addScheme, originOf, toApp, toReal } from './addresses.ts'
import { makeClone } from './clone.ts'
import type * as double from './electron.ts'
import { pdfParams } from './pdf.ts'
import { emitPreventable, onlyEvents, strict } from './strict.ts'
import { EventEmitter } from 'node:events'

describe('the types of the double', () => {
  type Theirs = typeof Electron.CrossProcessExports
  type OurNames<T> = Exclude<keyof T, `_${string}` | 'prototype' | keyof EventEmitter>

  it('name nothing that Electron does not have', () => {
    expectTypeOf<Exclude<keyof typeof double, keyof Theirs>>().toEqualTypeOf<never>()
    expectTypeOf<Exclude<OurNames<typeof double.app>, keyof Electron.App>>().toEqualTypeOf<never>()
    expectTypeOf<Exclude<OurNames<double.BrowserWindow>, keyof Electron.BrowserWindow>>().toEqualTypeOf<never>()
    expectTypeOf<Exclude<OurNames<typeof double.BrowserWindow>, keyof typeof Electron.BrowserWindow>>().toEqualTypeOf<never>()
    // The one exception: Electron has it and does not declare it.
    expectTypeOf<Exclude<OurNames<double.webContents>, keyof Electron.WebContents>>().toEqualTypeOf<'getLastWebPreferences'>()
    expectTypeOf<Exclude<OurNames<double.MenuItem>, keyof Electron.MenuItem>>().toEqualTypeOf<never>()
    expectTypeOf<Exclude<OurNames<double.Menu>, keyof Electron.Menu>>().toEqualTypeOf<never>()
  })
})

describe('messages', () => {
  const { encode, decode } = makeClone()

  it('arrive as they were sent', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: false,
    })
    fc.assert(
      fc.property(values, (value) => {
        expect(decode(encode(value))).toEqual(value)
      }),
      { numRuns: 300, examples: [[new Date(Number.NaN)]] },
    )
  })

  it('refuse what a structured clone refuses', () => {
    for (const value of [() => 1, Symbol('x'), Promise.resolve(), { deep: [() => 1] }])
      expect(() => encode(value)).toThrow('An object could not be cloned.')
    const self: Record<string, unknown> = {}
    self['self'] = self
    expect(() => encode(self)).toThrow('not implemented')
  })

  it('keep a member called $ apart from the tags', () => {
    expect(decode(encode({ $: 'date', v: 1 }))).toEqual({ $: 'date', v: 1 })
  })
})

describe('addresses', () => {
  addScheme('app')

  it('are mapped there and back, and leave others alone', () => {
    for (const address of ['app://host/', 'app://host/a.b/c?d=e#f', 'https://example.com/x', 'data:text/html,x', 'not an address']) {
      expect(toApp(URL.canParse(address) ? toReal(address) : address)).toBe(address)
    }
    expect(toReal('app://host/')).toMatch(/^https:/)
    expect(originOf('app://host/a')).toBe('app://host')
    expect(originOf('data:text/html,x')).toBe('null')
  })
})

describe('strictness', () => {
  it('throws on members that are not there, also on a prototype-less look', () => {
    const module = strict('module', { known: undefined })
    expect(module.known).toBeUndefined()
    expect(() => (module as unknown as { other: unknown }).other).toThrow('electron-double: module.other is not implemented')
  })

  it('throws on events that are never told', () => {
    const emitter = onlyEvents('thing', new EventEmitter(), ['told'])
    expect(() => emitter.on('other', () => undefined)).toThrow('the event other of thing')
    emitter.on('told', (event: { preventDefault: () => void }) => event.preventDefault())
    expect(emitPreventable(emitter, 'told')).toBe(true)
    expect(emitPreventable(emitter, 'untold')).toBe(false)
  })
})

describe('PDF options', () => {
  it('become Chromium’s', () => {
    expect(pdfParams({ pageSize: 'A4', landscape: true, margins: { top: 1 } })).toMatchObject({
      paperWidth: 8.27,
      paperHeight: 11.7,
      landscape: true,
      marginTop: 1,
    })
    expect(() => pdfParams({ pageSize: 'A9' as 'A4' })).toThrow('Invalid pageSize')
  })
})
