import type { BookInfo } from '#contract/book'
import type { Output } from '../app/api.ts'
import { queryClient } from '../app/query.ts'

/** After a file is open everything is asked anew: nothing shown may come from another one. */
export function enterBook(book: BookInfo): void {
  queryClient.removeQueries({ queryKey: ['home', 'lookedAt'] })
  queryClient.setQueryData<Output<'book', 'current'>>(['book', 'current', {}], (old) => (old === undefined ? old : { ...old, book }))
  void queryClient.invalidateQueries()
}
