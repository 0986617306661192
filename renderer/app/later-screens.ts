import { lazyRouteComponent } from '@tanstack/react-router'

/** Screens that are not there at the start: the first one is shown before the others are read. */
export const LATER = {
  catalog: lazyRouteComponent(() => import('../catalog/catalog-screen.tsx'), 'CatalogScreen'),
  dataset: lazyRouteComponent(() => import('../datasets/dataset-screen.tsx'), 'DatasetScreen'),
  costs: lazyRouteComponent(() => import('../costs/costs-screen.tsx'), 'CostsScreen'),
  sources: lazyRouteComponent(() => import('../sources/sources-screen.tsx'), 'SourcesScreen'),
  importFlow: lazyRouteComponent(() => import('../sources/import-screen.tsx'), 'ImportScreen'),
  importRecord: lazyRouteComponent(() => import('../sources/import-record-screen.tsx'), 'ImportRecordScreen'),
  source: lazyRouteComponent(() => import('../sources/source-screen.tsx'), 'SourceScreen'),
  report: lazyRouteComponent(() => import('../reports/report-screen.tsx'), 'ReportScreen'),
  settings: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
  glossary: lazyRouteComponent(() => import('../terms/glossary-screen.tsx'), 'GlossaryScreen'),
  term: lazyRouteComponent(() => import('../terms/term-screen.tsx'), 'TermScreen'),
  domains: lazyRouteComponent(() => import('../domains/domains-screen.tsx'), 'DomainsScreen'),
  domain: lazyRouteComponent(() => import('../domains/domain-screen.tsx'), 'DomainScreen'),
  products: lazyRouteComponent(() => import('../products/products-screen.tsx'), 'ProductsScreen'),
  product: lazyRouteComponent(() => import('../products/product-screen.tsx'), 'ProductScreen'),
  other: lazyRouteComponent(() => import('../catalog/other-screen.tsx'), 'OtherScreen'),
  asset: lazyRouteComponent(() => import('../datasets/asset-screen.tsx'), 'AssetScreen'),
}

/** So that the first screen has the machine for itself until it is there. */
const AFTER_START_MS = 1000

/** Reads the other screens one by one once the first is there, so that going to one does not wait. @returns stops */
export function readLaterScreens(): () => void {
  let isStopped = false
  const readAll = async (): Promise<void> => {
    for (const screen of Object.values(LATER)) {
      if (isStopped) return
      // A screen that could not be read is asked for again by going to it, and then the router says so.
      await screen.preload?.()
    }
  }
  const timer = setTimeout(() => void readAll(), AFTER_START_MS)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
