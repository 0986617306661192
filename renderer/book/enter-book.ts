import type { BookInfo } from '#contract/book'
import type { Output } from '../app/api.ts'
import { CURRENT_BOOK } from '../app/one-book.ts'
import { queryClient } from '../app/query.ts'

/** Shows the catalog file that was opened, or the first screen when it was closed; nothing of the one before stays. */
export function enterBook(book: BookInfo | null): void {
  queryClient.setQueryData<Output<'book', 'current'>>(CURRENT_BOOK, (old) => (old === undefined ? old : { ...old, book }))
  void queryClient.invalidateQueries({ queryKey: CURRENT_BOOK })
}
