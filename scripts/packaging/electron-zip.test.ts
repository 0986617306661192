import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkElectronZip } from './electron-zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'stewardbook-zip-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'electron-v1-linux-x64.zip'), 'abc')
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' // FIPS 180-2, appendix B.1

describe('Electron’s zip', () => {
  it('is taken only with the published checksum', () => {
    expect(checkElectronZip(folder, 'electron-v1-linux-x64.zip', { 'electron-v1-linux-x64.zip': ABC })).toEqual({ kind: 'good' })
    const refused = [
      checkElectronZip(folder, 'electron-v1-linux-x64.zip', { 'electron-v1-linux-x64.zip': ABC.replace('b', 'c') }),
      checkElectronZip(folder, 'electron-v1-linux-x64.zip', {}),
      checkElectronZip(folder, 'electron-v2-linux-x64.zip', { 'electron-v2-linux-x64.zip': ABC }),
    ]
    expect(refused.map(({ kind }) => kind)).toEqual(['bad', 'bad', 'bad'])
  })
})
