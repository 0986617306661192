import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where to look: tests give their own. */
export type PlaceFacts = { readonly mounts: string; readonly exists: (path: string) => boolean }

const SYNCED_FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^onedrive( ?- ?.+)?$/i, 'OneDrive'],
  [/^(google ?drive.*|my drive|drivefs)$/i, 'Google Drive'],
  [/^(icloud ?drive.*|mobile documents|com~apple~clouddocs)$/i, 'iCloud'],
  [/^nextcloud\d*$/i, 'Nextcloud'],
  [/^owncloud\d*$/i, 'ownCloud'],
  [/^Box( Sync)?$/, 'Box'],
  [/^(Syncthing|p[Cc]loud ?Drive|MEGA|MEGAsync|Proton ?Drive.*|Resilio Sync)$/, 'a sync program'],
]
/** Files that sync programs keep in the folder they look after. */
const SYNC_MARKS: readonly (readonly [string, string])[] = [
  ['.dropbox', 'Dropbox'],
  ['.dropbox.cache', 'Dropbox'],
  ['.stfolder', 'Syncthing'],
  ['.sync_journal.db', 'Nextcloud'],
]
const NETWORK_SYSTEMS =
  /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ncpfs|ceph|glusterfs|lustre|drvfs|vboxsf|davfs\d?|fuse\.(sshfs|rclone|s3fs|gvfsd-fuse|glusterfs|davfs2?|vmhgfs-fuse|google-drive-ocamlfuse|onedriver|smbnetfs))$/

/**
 * Why the place of this file is not safe for a book, as one sentence; null for an ordinary local folder.
 * Sync programs copy the file between two writes; SQLite's shared memory does not work across machines.
 */
export function findPlaceWarning(path: string, facts: PlaceFacts = readFacts()): string | null {
  const real = resolveReal(path)
  const network = [path, real].some((name) => name.startsWith('\\\\')) ? 'a network share' : findNetworkSystem(real, facts.mounts)
  if (network !== null) {
    return `This file is on a network folder (${network}). Writing from two computers can damage it: keep it on a local disk and put copies there.`
  }
  const program = findSyncProgram(real, facts)
  if (program === null) return null
  return `This file is in a folder synced by ${program}. A sync during writing can damage it or bring back an older state: keep it elsewhere and put copies there.`
}

function findSyncProgram(path: string, { exists }: PlaceFacts): string | null {
  for (const part of path.split(/[/\\]/).slice(0, -1)) {
    // macOS: ~/Library/CloudStorage/<Program>-<account>
    const name = part.replace(/^(Dropbox|OneDrive|GoogleDrive|Box)-.+$/, '$1')
    const known = SYNCED_FOLDERS.find(([pattern]) => pattern.test(name))
    if (known !== undefined) return known[1]
  }
  for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
    const mark = SYNC_MARKS.find(([name]) => exists(join(folder, name)))
    if (mark !== undefined) return mark[1]
  }
  return null
}

function findNetworkSystem(path: string, mounts: string): string | null {
  let best = { point: '', system: '' }
  for (const line of mounts.split('\n')) {
    const [, rawPoint, system] = line.split(' ')
    if (rawPoint === undefined || system === undefined) continue
    const point = rawPoint.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    const isAbove = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`)
    // Later lines lie over earlier ones of the same place.
    if (isAbove && point.length >= best.point.length) best = { point, system }
  }
  return NETWORK_SYSTEMS.test(best.system) ? best.system : null
}

function readFacts(): PlaceFacts {
  try {
    return { mounts: readFileSync('/proc/mounts', 'utf8'), exists: existsSync }
  } catch {
    return { mounts: '', exists: existsSync }
  }
}

/** The path without links, also when the file is not there yet. */
function resolveReal(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(resolveReal(dirname(path)), path.slice(dirname(path).length))
  }
}
