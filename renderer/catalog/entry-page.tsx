import { Link, type NavigateOptions, useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AppError } from '#core/errors'
import { formatCount, plural } from '#core/format'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import type { CatalogSearch } from '../app/router.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'

const LISTS = {
  term: { label: 'Glossary', to: '/catalog/glossary' },
  domain: { label: 'Domains', to: '/catalog/domains' },
  'data product': { label: 'Products', to: '/catalog/products' },
} as const

type EntryPageProps = {
  noun: keyof typeof LISTS
  name: string
  /** null where there is nothing to wait for. */
  query: { readonly data: unknown; readonly error: AppError | null; readonly refetch: () => unknown } | null
  /** Beside the name. */
  mark?: ReactNode
  tabs: readonly Tab[]
  actions: ReactNode
  children: ReactNode
}

/** The page of a term, a domain or a data product: its name, what can be done with it, and its parts. */
export function EntryPage({ noun, name, query, mark, tabs, actions, children }: EntryPageProps) {
  const router = useRouter()
  const navigate = useNavigate()
  const list = LISTS[noun]
  useKeys({ Escape: () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: list.to })) })
  const isThere = query === null || query.data !== undefined
  return (
    <Page
      title={name}
      crumbs={[{ label: 'Catalog', to: '/catalog' }, list, { label: name }]}
      layout="fixed"
      heading="own"
      actions={isThere && actions}
    >
      {isThere ? (
        <>
          <div className="titlebar wordy">
            <div className="row">
              <h1 className="row" aria-label={name}>
                <MiddleCut name={name} />
              </h1>
              <CopyButton text={name} label="Copy the name" />
              {mark}
            </div>
          </div>
          {tabs.length > 0 && <Tabs label={`Parts of this ${noun}`} tabs={tabs} />}
          {children}
        </>
      ) : (
        <div className="page">
          <h1 className="vh">{name}</h1>
          {query.error === null ? <BoneRows rows={8} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      )}
    </Page>
  )
}

/** A part of a page: what the address calls it (the first one nothing), its label, and a count. */
type Part<Name extends string> = readonly [name: Name | undefined, label: string, count?: string]

/** The parts of a page as tabs; `go` is the address of each. */
export function partTabs<Name extends string>(
  current: Name | undefined,
  parts: readonly Part<Name>[],
  go: (name: Name | undefined) => NavigateOptions,
): Tab[] {
  return parts.map(([name, label, count]) => ({
    id: name ?? 'overview',
    label,
    aside: count,
    isCurrent: name === current,
    go: { ...go(name), replace: true },
  }))
}

type OverviewProps = {
  title: string
  /** At the right of the title. */
  legend?: ReactNode
  /** What stands beside, and its name. */
  side: ReactNode
  sideLabel: string
  children: ReactNode
}

/** The first part of such a page: its fields, and beside them what hangs on it. */
export function EntryOverview({ title, legend, side, sideLabel, children }: OverviewProps) {
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="Overview">
      <div className="page" style={{ paddingTop: 8 }}>
        <div className="ds">
          <div style={{ minWidth: 0 }}>
            <div className="sect">
              <h2>{title}</h2>
              <span className="right wide">{legend}</span>
            </div>
            {children}
          </div>
          <aside className="side" style={{ minWidth: 0 }} aria-label={sideLabel}>
            {side}
          </aside>
        </div>
      </div>
    </div>
  )
}

/** Over what is said of the datasets beside a page: how many, opening the list of them. */
export function DatasetsHead({ count, filter }: { count: number; filter: CatalogSearch }) {
  return (
    <div className="sect">
      <h2>Datasets</h2>
      <span className="right">
        <Link to="/catalog" search={filter} className="ev" aria-label={plural(count, 'dataset')}>
          {formatCount(count)}
        </Link>
      </span>
    </div>
  )
}
