import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const ELECTRON = join(ROOT, 'node_modules/electron')
const DOUBLE = join(ROOT, 'e2e/electron-double/dist/electron')

type Stage = { readonly kind: 'real' | 'double'; readonly program: string }

/** STEWARDBOOK_E2E_ELECTRON=double|real decides; else the real one is taken where it is installed and there is a screen. */
function findStage(): Stage {
  const wanted = process.env['STEWARDBOOK_E2E_ELECTRON']
  const pathFile = join(ELECTRON, 'path.txt')
  const program = existsSync(pathFile) ? join(ELECTRON, 'dist', readFileSync(pathFile, 'utf8')) : ''
  const hasScreen = process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== ''
  const isThere = program !== '' && existsSync(program)
  if (wanted === 'real' && !isThere)
    throw new Error('Electron’s binary is not installed: run `npx install-electron`, or see docs/guide/electron.md.')
  if (wanted !== 'double' && isThere && (hasScreen || wanted === 'real')) return { kind: 'real', program }
  return { kind: 'double', program: DOUBLE }
}

export const STAGE = findStage()

/** For whoever reads the output of a run. */
export function describeStage(): string {
  return STAGE.kind === 'real'
    ? `Desktop specs run on Electron: ${STAGE.program}`
    : 'Desktop specs run on the electron double, not on Electron.'
}
