import type { Download } from './door/download.ts'

/** The whole content of a download. */
export async function readDownload(download: Download): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of download.open()) pieces.push(piece)
  return Buffer.concat(pieces)
}
