import type { BookInfo } from '#contract/book'
import type { Output } from '../app/api.ts'
import { queryClient } from '../app/query.ts'
import { clearToasts } from '../ui/toast.tsx'
import { forgetFileWork } from './file-work.ts'

/** After a file is open everything is asked anew: nothing shown may come from another one. */
export function enterBook(book: BookInfo): void {
  // An “Undo” among them would be carried out in this one.
  clearToasts()
  forgetFileWork()
  queryClient.removeQueries({ queryKey: ['home', 'lookedAt'] })
  queryClient.setQueryData<Output<'book', 'current'>>(['book', 'current', {}], (old) => (old === undefined ? old : { ...old, book }))
  void queryClient.invalidateQueries()
}
