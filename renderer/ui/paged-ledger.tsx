import type { ReactNode } from 'react'
import type { Pages } from '../app/pages.ts'
import { Ledger, type LedgerProps } from './ledger.tsx'
import { ErrorBlock } from './states.tsx'

type PagedProps<T> = Omit<LedgerProps<T>, 'count' | 'rowAt' | 'onReach' | 'isLoading' | 'instead'> & {
  pages: Pages<T>
  /** In place of rows where there are none: what the list is for, or what it was narrowed by. */
  empty: ReactNode
}

/** A ledger of a list that is fetched page by page. */
export function PagedLedger<T>({ pages, empty, ...ledger }: PagedProps<T>) {
  const instead =
    pages.error !== null && pages.rows.length === 0 ? (
      <div className="page">
        <ErrorBlock error={pages.error} kept="Your catalog file was not changed." onRetry={pages.retry} />
      </div>
    ) : !pages.isLoading && pages.total === 0 ? (
      empty
    ) : undefined
  return <Ledger {...ledger} count={pages.total} rowAt={pages.rowAt} onReach={pages.reach} isLoading={pages.isLoading} instead={instead} />
}
