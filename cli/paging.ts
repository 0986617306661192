/** A list as the command line prints it: whole. */
export type WholeList<Item> = { readonly items: readonly Item[]; readonly total: number }

type Page<Item> = { readonly items: readonly Item[]; readonly total: number; readonly nextCursor: string | null }

/** The most a page may hold (contract/shapes.ts). */
export const PAGE_LIMIT = 200

/** Asks for page after page until there is no next one, or `most` are there. */
export async function collectPages<Item>(
  fetchPage: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
  most: number | null = null,
): Promise<WholeList<Item>> {
  const items: Item[] = []
  let cursor: string | null = null
  let total = 0
  do {
    const limit = most === null ? PAGE_LIMIT : Math.min(PAGE_LIMIT, most - items.length)
    const page: Page<Item> = await fetchPage(cursor === null ? { limit } : { limit, cursor })
    items.push(...page.items)
    total = page.total
    cursor = page.nextCursor
  } while (cursor !== null && (most === null || items.length < most))
  return { items, total }
}
