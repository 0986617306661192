import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Output } from './api.ts'
import { askAnew } from './ask-anew.ts'

type Current = Output<'book', 'current'>
type Shown = NonNullable<Current['book']>

/** What asks which catalog file is open. */
export const CURRENT_BOOK: QueryKey = ['book', 'current', {}]
const isCurrent = ({ queryKey }: { queryKey: QueryKey }): boolean => queryKey[0] === CURRENT_BOOK[0] && queryKey[1] === CURRENT_BOOK[1]

/** The same for as long as it is the same catalog file in the same place. */
export const bookKey = ({ folder, fileName, createdAtMs }: Shown): string => `${folder}/${fileName} ${createdAtMs}`

/**
 * Nothing that was answered of one catalog file is shown of another: whichever way an answer comes that names another one, all other
 * answers are dropped with it, before anything is drawn.
 * @param onOther told when that happens
 */
export function keepToOneBook(client: QueryClient, onOther: () => void) {
  let key: string | null | undefined
  let times = 0
  client.getQueryCache().subscribe(({ type, query }) => {
    const current = type === 'updated' && isCurrent(query) ? (query.state.data as Current | undefined) : undefined
    if (current === undefined) return
    const before = key
    key = current.book === null ? null : bookKey(current.book)
    if (before === undefined || before === key) return
    client.removeQueries({ predicate: (other) => !isCurrent(other) })
    onOther()
  })
  return {
    /** A catalog file was opened or closed: until it is known which, nothing is asked of it, so that it isn't shown under the name before. */
    async opened(): Promise<void> {
      const before = key
      times += 1
      const time = times
      await askAnew(client, isCurrent)
      // Of several in a row the last one looks.
      if (time === times && key === before) await askAnew(client, (query) => !isCurrent(query))
    },
  }
}
