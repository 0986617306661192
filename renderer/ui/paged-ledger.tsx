import type { ReactNode } from 'react'
import type { Pages } from '../app/pages.ts'
import { Ledger, type LedgerProps } from './ledger.tsx'
import { PagesNotRead } from './more-rows.tsx'

type PagedProps<T> = Omit<LedgerProps<T>, 'count' | 'list' | 'rowAt' | 'onReach' | 'isLoading' | 'instead'> & {
  pages: Pages<T>
  /** In place of rows where there are none: what the list is for, or what it was narrowed by. */
  empty: ReactNode
}

/** A ledger of a list that is fetched page by page. Where a later page fails, the rows before it stay. */
export function PagedLedger<T>({ pages, empty, ...ledger }: PagedProps<T>) {
  const { failed } = pages
  const instead =
    failed === 'first' ? (
      <div className="page">
        <PagesNotRead pages={pages} />
      </div>
    ) : !pages.isLoading && pages.total === 0 ? (
      empty
    ) : undefined
  return (
    <>
      <Ledger
        {...ledger}
        count={pages.total}
        list={pages.isOld ? null : pages.list}
        rowAt={pages.rowAt}
        onReach={pages.reach}
        isLoading={pages.isLoading}
        instead={instead}
      />
      {failed !== null && failed !== 'first' && <PagesNotRead pages={pages} />}
    </>
  )
}
