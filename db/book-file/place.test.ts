import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../testing/temp-folder.ts'
import { findPlaceWarning } from './place.ts'

const mounts = [
  '/dev/vda / ext4 rw 0 0',
  'server:/export /home/ada/nfs nfs4 rw 0 0',
  '//server/team /mnt/team\\040share cifs rw 0 0',
  'C:\\134 /mnt/c 9p rw 0 0',
  'ada@host: /home/ada/remote fuse.sshfs rw 0 0',
  '/dev/sdb1 /home/ada/nfs/local ext4 rw 0 0',
  'overlay /var/x nfs rw 0 0',
  '/dev/sdc1 /var/x ext4 rw 0 0',
].join('\n')
const warning = (path: string, ...marks: string[]): string | null =>
  findPlaceWarning(path, { mounts, exists: (candidate) => marks.includes(candidate) })

describe('findPlaceWarning', () => {
  it.each([
    '/home/ada/books/a.stewardbook',
    '/home/ada/Dropboxes/a.stewardbook',
    '/home/ada/nfs/local/a.stewardbook',
    '/home/ada/nfs-old/a.stewardbook',
    '/var/x/a.stewardbook',
    // The file's own name says nothing about its place.
    '/home/ada/Dropbox',
  ])('has nothing to say about %s', (path) => expect(warning(path)).toBeNull())

  it.each([
    ['/home/ada/Dropbox/a.stewardbook', 'Dropbox'],
    ['/home/ada/Dropbox (Larkmoor)/x/a.stewardbook', 'Dropbox'],
    ['C:\\Users\\Ada\\OneDrive - Larkmoor\\a.stewardbook', 'OneDrive'],
    ['/Users/ada/Library/CloudStorage/OneDrive-Larkmoor/a.stewardbook', 'OneDrive'],
    ['/Users/ada/Library/CloudStorage/GoogleDrive-ada@larkmoor.example/My Drive/a.stewardbook', 'Google Drive'],
    ['/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/a.stewardbook', 'iCloud'],
    ['C:\\Users\\Ada\\iCloudDrive\\a.stewardbook', 'iCloud'],
    ['/home/ada/Nextcloud/a.stewardbook', 'Nextcloud'],
    ['/home/ada/Nextcloud2/a.stewardbook', 'Nextcloud'],
  ])('knows the synced folder of %s', (path, program) => {
    expect(warning(path)).toContain(`in a folder synced by ${program}. `)
  })

  it('knows folders by what sync programs keep there', () => {
    expect(warning('/home/ada/work/deep/a.stewardbook', '/home/ada/work/.stfolder')).toContain('Syncthing')
    expect(warning('/home/ada/work/deep/a.stewardbook', '/home/ada/other/.stfolder')).toBeNull()
  })

  it.each([
    ['/home/ada/nfs/a.stewardbook', 'nfs4'],
    ['/mnt/team share/a.stewardbook', 'cifs'],
    ['/mnt/c/Users/a.stewardbook', '9p'],
    ['/home/ada/remote/a.stewardbook', 'fuse.sshfs'],
    ['\\\\server\\team\\a.stewardbook', 'a network share'],
  ])('knows the network folder of %s', (path, system) => {
    expect(warning(path)).toContain(`on a network folder (${system})`)
  })

  it('follows links to where the file really is, also before there is a file', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'Dropbox'))
    symlinkSync(join(folder, 'Dropbox'), join(folder, 'books'))
    expect(findPlaceWarning(join(folder, 'books', 'new.stewardbook'))).toContain('Dropbox')
    writeFileSync(join(folder, 'Dropbox', 'a.stewardbook'), '')
    expect(findPlaceWarning(join(folder, 'books', 'a.stewardbook'))).toContain('Dropbox')
    expect(findPlaceWarning(join(folder, 'a.stewardbook'))).toBeNull()
  })
})
