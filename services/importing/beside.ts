import type { CurrentRules } from '#core/assets/current'
import { importers } from '#core/importers/index'
import { openReadConnection } from '#db/connection'
import { readSeenFile } from '#io/source-file'
import { serveStreams } from '../beside/serve.ts'
import { readAhead } from '../derive-together.ts'
import { loadCurrentRules } from '../rules.ts'
import { type CrossingItems, ItemPacker } from './crossing.ts'
import { deriveHere, type NewAsset, type NewAssetsRequest } from './derive-beside.ts'
import { streamFacts, type ToldSummary } from './fact-stream.ts'
import type { ReadRequest } from './read-beside.ts'
import { createReadyMaker } from './ready-asset.ts'

export type BesideRequest = ({ readonly kind: 'read' } & ReadRequest) | ({ readonly kind: 'derive' } & NewAssetsRequest)

/** Entry of the thread beside one that imports: it reads the files, and later derives the new assets. */
serveStreams<BesideRequest, unknown, unknown>((request) => (request.kind === 'read' ? readFiles(request) : deriveNew(request)))

async function* readFiles({ format, files, options, ready }: ReadRequest): AsyncGenerator<CrossingItems, ToldSummary> {
  const seen = files.map((file) => readSeenFile(file))
  const makeReady = ready === null ? null : createReadyMaker(readRules(ready.path), ready)
  const stream = streamFacts(importers[format].read(seen, options), makeReady)
  const packer = new ItemPacker()
  for (;;) {
    const next = await stream.next()
    if (next.done === true) {
      yield* packer.take()
      return next.value
    }
    yield* packer.add(next.value)
  }
}

function readRules(path: string): CurrentRules {
  const db = openReadConnection(path)
  try {
    return loadCurrentRules(db)
  } finally {
    db.close()
  }
}

/** What is decided meanwhile is derived again at the switch. */
async function* deriveNew({ path, visible, assetIds }: NewAssetsRequest): AsyncGenerator<readonly NewAsset[], void> {
  const db = openReadConnection(path)
  try {
    yield* deriveHere({ db, rules: loadCurrentRules(db), visible, look: readAhead(db, visible) }, assetIds)
  } finally {
    db.close()
  }
}
