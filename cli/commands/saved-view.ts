import { AppError } from '#contract/kit'
import type { DatasetFilter } from '#contract/shapes'
import type { SavedView } from '#contract/views'
import type { Session } from '../command-line.ts'

/** What a saved view of this name shows, in any letter case. @throws AppError not-found, with the names there are; invalid-input beside other narrowing */
export async function readView(
  client: Session['client'],
  wanted: string,
  narrowing: DatasetFilter,
): Promise<Pick<SavedView, 'filter' | 'sort'>> {
  if (Object.keys(narrowing).length > 0) {
    throw new AppError('invalid-input', '--view says how the list is narrowed: leave the other options away.', { view: wanted })
  }
  const { items } = await client.views.list({})
  const found = items.find(({ name }) => name === wanted) ?? items.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (found === undefined) {
    throw new AppError('not-found', `There is no saved view “${wanted}”.`, { view: wanted, views: items.map(({ name }) => name) })
  }
  return { filter: found.filter, sort: found.sort }
}
