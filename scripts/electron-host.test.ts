import { describe, expect, it } from 'vitest'
import { decideHost, type Surroundings } from './electron-host.ts'

const DESK: Surroundings = {
  wanted: undefined,
  isInstalled: true,
  hasDisplay: true,
  isRoot: false,
  hasServeOptions: false,
  hasFailedBefore: false,
}
const decide = (part: Partial<Surroundings>) => decideHost({ ...DESK, ...part })

describe('npm start', () => {
  it('takes Electron where it is, and fetches it once where it is not', () => {
    expect(decide({})).toEqual({ kind: 'electron' })
    expect(decide({ isInstalled: false })).toEqual({ kind: 'fetch', isNeeded: 'welcome' })
    expect(decide({ isInstalled: false, hasFailedBefore: true })).toMatchObject({
      kind: 'browser',
      because: expect.stringContaining('could not be fetched'),
    })
  })

  it('takes the browser without a word where there is no screen or it was asked for', () => {
    for (const part of [{ hasDisplay: false }, { hasServeOptions: true }, { wanted: 'browser' }]) {
      expect(decide(part)).toEqual({ kind: 'browser', because: null })
      expect(decide({ ...part, isInstalled: false })).toEqual({ kind: 'browser', because: null })
    }
    expect(decide({ isRoot: true })).toMatchObject({ kind: 'browser', because: expect.stringContaining('root') })
  })

  it('does what was asked for by name, or refuses', () => {
    expect(decide({ wanted: 'electron', hasDisplay: false, isRoot: true })).toEqual({ kind: 'electron' })
    expect(decide({ wanted: 'electron', isInstalled: false, hasFailedBefore: true })).toEqual({ kind: 'fetch', isNeeded: 'needed' })
    expect(decide({ wanted: 'chrome' })).toMatchObject({ kind: 'refuse' })
  })
})
