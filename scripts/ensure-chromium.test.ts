import { describe, expect, it } from 'vitest'
import { decideChromium, type Surroundings } from './ensure-chromium.ts'

const bare: Surroundings = {
  wanted: undefined,
  findOnPath: () => undefined,
  isRunnable: () => false,
  playwrightPath: '/pw/chrome',
  isRoot: false,
}
const onPath = (...programs: string[]): Pick<Surroundings, 'findOnPath'> => ({
  findOnPath: (program) => (programs.includes(program) ? `/usr/bin/${program}` : undefined),
})
const runnable = (...paths: string[]): Pick<Surroundings, 'isRunnable'> => ({ isRunnable: (path) => paths.includes(path) })

describe('decideChromium', () => {
  it('takes the one that was asked for before any other', () => {
    expect(decideChromium({ ...bare, wanted: '/my/chrome', ...onPath('chromium'), ...runnable('/my/chrome') })).toEqual({
      kind: 'use',
      path: '/my/chrome',
    })
  })

  it('does not quietly take another when the one asked for is missing', () => {
    const decision = decideChromium({ ...bare, wanted: '/my/chrome', ...onPath('chromium') })
    expect(decision).toEqual({ kind: 'none', message: 'CHROMIUM_PATH names /my/chrome, which is not a program that can be run.' })
  })

  it('treats an empty CHROMIUM_PATH as not set', () => {
    expect(decideChromium({ ...bare, wanted: '', ...onPath('chromium') })).toEqual({ kind: 'use', path: '/usr/bin/chromium' })
  })

  it.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])('takes an installed %s', (program) => {
    expect(decideChromium({ ...bare, ...onPath(program) })).toEqual({ kind: 'use', path: `/usr/bin/${program}` })
  })

  it('prefers an installed one to Playwright’s own', () => {
    expect(decideChromium({ ...bare, ...onPath('google-chrome'), ...runnable('/pw/chrome') })).toEqual({
      kind: 'use',
      path: '/usr/bin/google-chrome',
    })
  })

  it('takes Playwright’s own when it was downloaded', () => {
    expect(decideChromium({ ...bare, ...runnable('/pw/chrome') })).toEqual({ kind: 'use', path: '/pw/chrome' })
  })

  it('installs with apt as root', () => {
    expect(decideChromium({ ...bare, isRoot: true, ...onPath('apt-get') })).toEqual({
      kind: 'install',
      commands: [
        ['/usr/bin/apt-get', 'update'],
        ['/usr/bin/apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
      ],
      wish: ['/usr/bin/apt-get', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell'],
    })
  })

  it.each([
    ['apt without root', { ...bare, ...onPath('apt-get') }],
    ['root without apt', { ...bare, isRoot: true }],
  ])('says what to do: %s', (_name, around) => {
    expect(decideChromium(around)).toMatchObject({ kind: 'none', message: expect.stringContaining('CHROMIUM_PATH') as unknown })
  })
})
