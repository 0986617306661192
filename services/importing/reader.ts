import { importers } from '#core/importers/index'
import { readSeenFile } from '#io/source-file'
import { serveStream } from '../beside/serve.ts'
import { type FactStream, streamFacts } from './fact-stream.ts'
import type { ReadRequest } from './read-beside.ts'

/** Entry of a thread that reads files for an import. */
serveStream(({ format, files, options }: ReadRequest): FactStream => {
  const seen = files.map((file) => readSeenFile(file))
  return streamFacts(importers[format].read(seen, options))
})
