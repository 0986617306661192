import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findShippedPackages, importedPackages } from './shipped-packages.ts'
import { NOTICES_FILE, renderNotices } from './third-party-notices.ts'
import { ROOT } from './tool.ts'

describe('third-party notices', () => {
  it('are current (npm run notices writes them anew)', () => {
    expect(readFileSync(NOTICES_FILE, 'utf8') === renderNotices(findShippedPackages(ROOT))).toBe(true)
  })

  it('hold no licence that would bind our own code', () => {
    const licences = new Set(findShippedPackages(ROOT).map(({ license }) => license))
    const known = [
      'MIT',
      'ISC',
      'BSD-2-Clause',
      'BSD-3-Clause',
      'Apache-2.0',
      '0BSD',
      'CC0-1.0',
      'Unlicense',
      '(MIT OR Apache-2.0)',
      '(MIT OR CC0-1.0)',
      'MIT AND ISC AND BSD-3-Clause',
    ]
    expect([...licences].filter((licence) => !known.includes(licence))).toEqual([])
  })
})

describe('importedPackages', () => {
  it('finds packages behind every form of import, and nothing else', () => {
    const source = `
import { z } from 'zod'
import type { Database } from 'only-types'
import {
  a,
} from "@scope/name/deep"
import 'side-effect/styles.css'
import { b } from './own.ts'
import { c } from '#core/thing'
import { d } from 'node:fs'
export { e } from 'passed-on'
const f = await import('late')
`
    expect(importedPackages(source)).toEqual(['zod', '@scope/name', 'side-effect', 'passed-on', 'late'])
  })
})
