import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { AppError } from '#core/errors'

/**
 * A screen that is read when it is gone to. One that can't be read says so: the router would load the whole window anew for it, from
 * a program that may have ended.
 */
function later<Name extends string>(read: () => Promise<Readonly<Record<Name, RouteComponent>>>, name: Name) {
  const screen = (): Promise<Readonly<Record<Name, RouteComponent>>> =>
    read().catch(() => {
      throw new AppError('internal', 'This screen could not be read. Is Stewardbook still running?')
    })
  return lazyRouteComponent(screen, name)
}

/** Screens that are not there at the start: the first one is shown before the others are read. */
export const LATER = {
  catalog: later(() => import('../catalog/catalog-screen.tsx'), 'CatalogScreen'),
  dataset: later(() => import('../datasets/dataset-screen.tsx'), 'DatasetScreen'),
  costs: later(() => import('../costs/costs-screen.tsx'), 'CostsScreen'),
  sources: later(() => import('../sources/sources-screen.tsx'), 'SourcesScreen'),
  importFlow: later(() => import('../sources/import-screen.tsx'), 'ImportScreen'),
  importRecord: later(() => import('../sources/import-record-screen.tsx'), 'ImportRecordScreen'),
  source: later(() => import('../sources/source-screen.tsx'), 'SourceScreen'),
  report: later(() => import('../reports/report-screen.tsx'), 'ReportScreen'),
  settings: later(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
  glossary: later(() => import('../terms/glossary-screen.tsx'), 'GlossaryScreen'),
  term: later(() => import('../terms/term-screen.tsx'), 'TermScreen'),
  domains: later(() => import('../domains/domains-screen.tsx'), 'DomainsScreen'),
  domain: later(() => import('../domains/domain-screen.tsx'), 'DomainScreen'),
  products: later(() => import('../products/products-screen.tsx'), 'ProductsScreen'),
  product: later(() => import('../products/product-screen.tsx'), 'ProductScreen'),
  other: later(() => import('../catalog/other-screen.tsx'), 'OtherScreen'),
  asset: later(() => import('../datasets/asset-screen.tsx'), 'AssetScreen'),
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
