import { useEffect } from 'react'
import type { AssetRef } from '#contract/shapes'

/** What was looked at last, newest first. Only in memory: nothing of a catalog is kept outside its file. */
let recent: readonly AssetRef[] = []
const MOST = 8

export const listRecent = (): readonly AssetRef[] => recent

/** Another catalog file is open. */
export function forgetVisits(): void {
  recent = []
}

/** Notes that an asset's page is on screen. */
export function useVisit(asset: AssetRef | undefined): void {
  useEffect(() => {
    if (asset === undefined) return
    const { key, name, kind, schema, resourceType, status } = asset
    recent = [{ key, name, kind, schema, resourceType, status }, ...recent.filter((other) => other.key !== key)].slice(0, MOST)
  }, [asset])
}
