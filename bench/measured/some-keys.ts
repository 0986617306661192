import type { Host } from '#services/host'

/** Keys of all datasets, in the order of the list. */
export async function someKeys(host: Host): Promise<readonly string[]> {
  const keys: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await host.client.datasets.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    keys.push(...page.items.map((item) => item.key))
    cursor = page.nextCursor
  }
  return keys
}
