import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SECURITY_HEADERS } from './headers.ts'

/** What a download ticket stands for. */
export type Download = {
  readonly fileName: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly open: () => AsyncIterable<Uint8Array>
  /** Nobody reads it, or no further. */
  readonly drop?: () => void
}

/** Sends a download, and lets it go whether it arrives or not. Always as an attachment: a report that is HTML must not run as a page of this address. */
export async function sendDownload(response: ServerResponse, { fileName, mediaType, sizeBytes, open, drop }: Download): Promise<void> {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': mediaType,
    'content-length': sizeBytes,
    'content-disposition': contentDisposition(fileName),
  })
  try {
    await pipeline(Readable.from(open()), response)
  } finally {
    drop?.()
  }
}

/** Both spellings of RFC 6266: plain letters for old readers, the whole name for all others. */
function contentDisposition(fileName: string): string {
  const plain = fileName.replace(/[^A-Za-z0-9._ -]/g, '_')
  const whole = encodeURIComponent(fileName).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
