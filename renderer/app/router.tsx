import { createBrowserHistory, createRootRoute, createRoute, createRouter, Link, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { CostGrouping } from '#contract/costs'
import { ImportFormat } from '#contract/imports'
import { ChangeItem, DatasetFilter, DatasetSort, Month } from '#contract/shapes'
import { TermFilter } from '#contract/terms'
import { OtherKind } from '#core/assets/kinds'
import { HomeScreen } from '../home/home-screen.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { asAppError } from './api.ts'
import { Page } from './page.tsx'
import { LATER } from './later-screens.ts'
import { Root } from './root.tsx'

/** An address is typed by people: what does not fit is left out, never an error. */
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)
const list = lenient(z.array(z.string()))

/** Filter, order, columns and selection of the Catalog list, as they stand in the address. */
const CatalogSearch = z.object({
  text: lenient(z.string()),
  domain: list,
  tier: list,
  classification: list,
  ownerTeam: list,
  source: list,
  schema: list,
  tag: list,
  term: list,
  product: list,
  resourceType: list,
  freshness: lenient(DatasetFilter.shape.freshness.unwrap()),
  gap: lenient(DatasetFilter.shape.gap.unwrap()),
  problem: lenient(DatasetFilter.shape.problem.unwrap()),
  heldBy: list,
  status: lenient(DatasetFilter.shape.status.unwrap()),
  by: lenient(DatasetSort.shape.by),
  dir: lenient(DatasetSort.shape.direction),
  /** Columns and widths, where they are not this machine's own: see catalog/view-columns.ts. */
  cols: lenient(z.string()),
  sel: lenient(z.string()),
})
export type CatalogSearch = z.infer<typeof CatalogSearch>

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/home' })
  },
})
const home = createRoute({
  getParentRoute: () => root,
  path: '/home',
  validateSearch: (raw) => z.object({ scope: lenient(z.enum(['mine'])) }).parse(raw),
  component: HomeScreen,
})
const catalog = createRoute({
  getParentRoute: () => root,
  path: '/catalog',
  validateSearch: (raw) => CatalogSearch.parse(raw),
  component: LATER.catalog,
})
const dataset = createRoute({
  getParentRoute: () => root,
  path: '/catalog/dataset',
  validateSearch: (raw) =>
    z
      .object({
        key: z.string().catch(''),
        tab: lenient(z.enum(['columns', 'lineage', 'checks', 'runs', 'sql', 'history', 'details'])),
        col: lenient(z.string()),
      })
      .parse(raw),
  component: LATER.dataset,
})
const asset = createRoute({
  getParentRoute: () => root,
  path: '/catalog/asset',
  validateSearch: (raw) => z.object({ key: z.string().catch(''), tab: lenient(z.enum(['runs', 'sql'])) }).parse(raw),
  component: LATER.asset,
})
const other = createRoute({
  getParentRoute: () => root,
  path: '/catalog/other',
  validateSearch: (raw) => z.object({ kind: lenient(OtherKind), text: lenient(z.string()) }).parse(raw),
  component: LATER.other,
})
const GlossarySearch = z.object({
  text: lenient(z.string()),
  state: list,
  ownerTeam: list,
  use: lenient(TermFilter.shape.use.unwrap()),
  view: lenient(z.enum(['used'])),
})
export type GlossarySearch = z.infer<typeof GlossarySearch>
const glossary = createRoute({
  getParentRoute: () => root,
  path: '/catalog/glossary',
  validateSearch: (raw) => GlossarySearch.parse(raw),
  component: LATER.glossary,
})
const term = createRoute({
  getParentRoute: () => root,
  path: '/catalog/glossary/term',
  validateSearch: (raw) => z.object({ key: z.string().catch(''), tab: lenient(z.enum(['links', 'history'])) }).parse(raw),
  component: LATER.term,
})
const domains = createRoute({
  getParentRoute: () => root,
  path: '/catalog/domains',
  validateSearch: (raw) => z.object({ text: lenient(z.string()) }).parse(raw),
  component: LATER.domains,
})
const domain = createRoute({
  getParentRoute: () => root,
  path: '/catalog/domains/domain',
  validateSearch: (raw) => z.object({ name: z.string().catch(''), part: lenient(z.enum(['datasets', 'history'])) }).parse(raw),
  component: LATER.domain,
})
const products = createRoute({
  getParentRoute: () => root,
  path: '/catalog/products',
  validateSearch: (raw) => z.object({ text: lenient(z.string()) }).parse(raw),
  component: LATER.products,
})
const product = createRoute({
  getParentRoute: () => root,
  path: '/catalog/products/product',
  validateSearch: (raw) => z.object({ key: z.string().catch(''), part: lenient(z.enum(['datasets', 'history'])) }).parse(raw),
  component: LATER.product,
})
/** What of the costs is shown: by what they are added up, in which currency, of which month, and the group whose entries are open ('' = those that do not say). */
const CostsSearch = z.object({
  per: lenient(CostGrouping),
  currency: lenient(z.string()),
  month: lenient(Month),
  group: lenient(z.string()),
})
export type CostsSearch = z.infer<typeof CostsSearch>
const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: (raw) => CostsSearch.parse(raw),
  component: LATER.costs,
})
const SourcesSearch = z.object({
  tab: lenient(z.enum(['imports', 'suggestions'])),
  only: lenient(z.enum(['stale'])),
  text: lenient(z.string()),
  /** The job whose summary stands over the list. */
  refresh: lenient(z.string()),
})
export type SourcesSearch = z.infer<typeof SourcesSearch>
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  validateSearch: (raw) => SourcesSearch.parse(raw),
  component: LATER.sources,
})
const source = createRoute({
  getParentRoute: () => root,
  path: '/sources/$sourceId',
  validateSearch: (raw) => z.object({ tab: lenient(z.enum(['meta', 'options'])) }).parse(raw),
  component: LATER.source,
})
/** What the list of an import's changes is narrowed by. */
const CHANGES_SEARCH = { change: lenient(ChangeItem.shape.change), text: lenient(z.string()) }
const importFlow = createRoute({
  getParentRoute: () => root,
  path: '/sources/import',
  validateSearch: (raw) =>
    z
      .object({
        format: lenient(ImportFormat),
        job: lenient(z.string()),
        plan: lenient(z.string()),
        apply: lenient(z.string()),
        again: lenient(z.int()),
        ...CHANGES_SEARCH,
      })
      .parse(raw),
  component: LATER.importFlow,
})
const importRecord = createRoute({
  getParentRoute: () => root,
  path: '/sources/imports/$importId',
  validateSearch: (raw) => z.object({ tab: lenient(z.enum(['changes'])), ...CHANGES_SEARCH }).parse(raw),
  component: LATER.importRecord,
})
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  beforeLoad: () => {
    throw redirect({ to: '/reports/$name', params: { name: 'catalog' } })
  },
})
const report = createRoute({ getParentRoute: () => root, path: '/reports/$name', component: LATER.report })
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (raw) =>
    z
      .object({
        section: lenient(z.enum(['file', 'owners', 'rules', 'values', 'journal', 'about'])),
        only: lenient(z.enum(['left'])),
        text: lenient(z.string()),
      })
      .parse(raw),
  component: LATER.settings,
})

export const router = createRouter({
  routeTree: root.addChildren([
    index,
    home,
    catalog,
    dataset,
    asset,
    other,
    glossary,
    term,
    domains,
    domain,
    products,
    product,
    costs,
    sources,
    importFlow,
    importRecord,
    source,
    reports,
    report,
    settings,
  ]),
  history: createBrowserHistory(),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => (
    <Page title="Something went wrong" crumbs={[{ label: 'Something went wrong' }]}>
      <div className="page">
        <ErrorBlock error={asAppError(error)} kept="Your catalog file was not changed." onRetry={() => void again().then(reset)} />
      </div>
    </Page>
  ),
})

/** A screen that could not be read is read anew. */
const again = (): Promise<void> => router.invalidate()

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  return (
    <Page title="Not found" crumbs={[{ label: 'Not found' }]}>
      <div className="page">
        <p>
          There is no screen at this address.{' '}
          <Link to="/catalog" className="link">
            Go to the catalog
          </Link>
        </p>
      </div>
    </Page>
  )
}
