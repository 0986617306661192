import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { findScreenFile } from '#services/screen-files'
import type { Admitted } from './guard.ts'
import { refusal, refuse, SECURITY_HEADERS } from './headers.ts'

type Reading = Exclude<Admitted, { kind: 'post' }>

/** Answers with a file of the built screens, or with the shell for a place inside the app. */
export async function serveShell(root: string, { path, kind, isNavigation }: Reading, response: ServerResponse): Promise<void> {
  const found = await findScreenFile(root, path, isNavigation ? 'navigation' : 'part')
  switch (found.kind) {
    case 'bad-path':
      return refuse(response, refusal(400, 'This path is not served.'))
    case 'not-built':
      return refuse(response, refusal(503, 'The screens are not built. Run: npm run build'))
    case 'missing':
      return refuse(response, refusal(404, 'There is no such file.'))
    case 'file':
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': found.mediaType, 'content-length': found.sizeBytes })
      if (kind === 'head') response.end()
      else await pipeline(createReadStream(found.path), response)
  }
}
