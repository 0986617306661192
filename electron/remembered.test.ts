import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isOurs } from './address.ts'
import { isReachable, openMemory } from './remembered.ts'

const folder = mkdtempSync(join(tmpdir(), 'stewardbook-remembered-'))
afterAll(() => rmSync(folder, { recursive: true }))
const WINDOW = { bounds: { x: 1, y: 2, width: 1100, height: 700 }, isMaximized: false, bookPath: '/books/shop.stewardbook' }

describe('what the app remembers', () => {
  it('is there at the next start', () => {
    const path = join(folder, 'a/windows.json')
    const memory = openMemory(path)
    memory.keepTheme('dark')
    memory.keepWindows([WINDOW])
    expect(openMemory(path).theme()).toBe('dark')
    expect(openMemory(path).windows()).toEqual([WINDOW])
  })

  it.each(['', '{', '{"schemaVersion":2}', '{"schemaVersion":1,"theme":"pink","windows":[]}', '[]'])('starts anew over %j', (text) => {
    const path = join(folder, 'damaged.json')
    writeFileSync(path, text)
    expect(openMemory(path).windows()).toEqual([])
    openMemory(path).keepTheme('light')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ theme: 'light' })
  })

  it('does not stop the app where nothing can be written', () => {
    const memory = openMemory(join(folder, 'damaged.json', 'below a file'))
    memory.keepTheme('dark')
    expect(memory.theme()).toBe('dark')
  })
})

describe('a window’s place', () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ]
  const at = (x: number, y: number) => isReachable({ x, y, width: 1000, height: 700 }, screens)

  it('is taken where a person can reach it', () => {
    expect([at(0, 0), at(2000, 300), at(-900, 100), at(1500, 0)]).toEqual([true, true, true, true])
  })

  it('is not taken off all screens, nor with the title out of reach', () => {
    expect([at(-960, 0), at(3300, 0), at(0, 1050), at(0, -200)]).toEqual([false, false, false, false])
    expect(isReachable({ x: 0, y: 0, width: 1000, height: 700 }, [])).toBe(false)
  })
})

describe('our own addresses', () => {
  it('are those of the one host', () => {
    expect(['app://stewardbook', 'app://stewardbook/', 'app://stewardbook/catalog?x=1'].map(isOurs)).toEqual([true, true, true])
    const others = [
      'app://stewardbook.evil/',
      'app://stewardbookx',
      'app://other/',
      'https://stewardbook/',
      'data:text/html,app://stewardbook/',
      '',
    ]
    expect(others.map(isOurs)).toEqual(others.map(() => false))
  })
})
