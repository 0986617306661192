import { openReadConnection } from '#db/connection'
import { serveStream } from '../beside/serve.ts'
import { readAhead } from '../derive-together.ts'
import { loadCurrentRules } from '../rules.ts'
import { deriveHere, type NewAsset, type NewAssetsRequest } from './derive-beside.ts'

/** Entry of a thread that derives the new assets of an import. What is decided meanwhile is derived again at the switch. */
serveStream(async function* ({ path, visible, assetIds }: NewAssetsRequest): AsyncGenerator<readonly NewAsset[], void> {
  const db = openReadConnection(path)
  try {
    yield* deriveHere({ db, rules: loadCurrentRules(db), visible, look: readAhead(db, visible) }, assetIds)
  } finally {
    db.close()
  }
})
