import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { click, inspectScreens, type Screen } from './harness/screens.ts'
import { datasetRow, dialog, openBook } from './harness/steps.ts'

// The glossary, domains and data products in both themes and all sizes, on the sample catalog and names that are too long.

test.skip(
  process.env['STEWARDBOOK_LONG'] !== '1',
  'takes minutes: part of npm run test:long; the specs of these screens look at the main ones each time',
)

const FILE = 'larkmoor.stewardbook'
const LONG_DOMAIN = 'Supplier relations and inbound logistics of the northern distribution centres'
const LONG_TERM = 'Share of baskets abandoned after the delivery costs were shown for the first time'
const TERM = '/catalog/glossary/term?key=hand%2Fterm.net-revenue'
const DOMAIN = '/catalog/domains/domain?name=Sales'
const PRODUCT = '/catalog/products/product?key=hand%2Fdata_product.daily-sales'

const find =
  (opener: RegExp) =>
  async (page: Page): Promise<void> => {
    await click(opener)(page)
    await dialog(page).getByRole('searchbox').fill('fct_order')
    await dialog(page)
      .getByRole('button', { name: /fct_order_lines/ })
      .first()
      .click()
  }

const GLOSSARY: Record<string, Screen> = {
  glossary: { path: '/catalog/glossary', shows: 'Abandoned basket' },
  'glossary-nothing': { path: '/catalog/glossary?text=zebra', shows: /^0 of \d+ terms match/ },
  'glossary-used': { path: '/catalog/glossary?view=used', shows: LONG_TERM },
  'term-new': { path: '/catalog/glossary', shows: 'Say in one or two sentences', open: click(/^Term$/) },
  term: { path: TERM, shows: 'What it means' },
  'term-links': { path: `${TERM}&tab=links`, shows: '6 places' },
  'term-history': { path: `${TERM}&tab=history`, shows: 'set by hand' },
  'term-rename': { path: TERM, shows: 'carry it and follow', open: click('Rename') },
  'term-delete': { path: TERM, shows: 'Take it off them', open: click('Delete') },
  'term-link': { path: `${TERM}&tab=links`, shows: 'The dataset itself', open: find(/^Link$/) },
  'term-undefined': { path: `/catalog/glossary/term?key=${encodeURIComponent(LONG_TERM)}`, shows: 'Define it' },
  'term-unknown': { path: '/catalog/glossary/term?key=hand%2Fnothing', shows: 'Copy details' },
}

const DOMAINS_AND_PRODUCTS: Record<string, Screen> = {
  domains: { path: '/catalog/domains', shows: 'Supplier relations' },
  domain: { path: DOMAIN, shows: 'Classified' },
  'domain-datasets': { path: `${DOMAIN}&part=datasets`, shows: '16 datasets' },
  'domain-history': { path: `${DOMAIN}&part=history`, shows: 'set by hand' },
  'domain-undescribed': { path: `/catalog/domains/domain?name=${encodeURIComponent(LONG_DOMAIN)}`, shows: 'Describe it' },
  'domain-describe': {
    path: `/catalog/domains/domain?name=${encodeURIComponent(LONG_DOMAIN)}`,
    shows: 'Owner team',
    open: click('Describe it'),
  },
  'domain-new': { path: '/catalog/domains', shows: 'New domain', open: click(/^Domain$/) },
  'domain-rename': { path: DOMAIN, shows: '16 datasets follow', open: click('Rename') },
  'domain-merge': { path: DOMAIN, shows: 'it can be undone', open: click('Merge') },
  'domain-delete': { path: DOMAIN, shows: 'keep the name', open: click('Delete') },
  products: { path: '/catalog/products', shows: 'Daily sales' },
  product: { path: PRODUCT, shows: 'Freshness:' },
  'product-datasets': { path: `${PRODUCT}&part=datasets`, shows: '5 datasets' },
  'product-history': { path: `${PRODUCT}&part=history`, shows: 'set by hand' },
  'product-new': { path: '/catalog/products', shows: 'handed out as one thing', open: click(/^Product$/) },
  'product-add': { path: PRODUCT, shows: '1 dataset chosen', open: find(/^Datasets$/) },
  'product-delete': { path: PRODUCT, shows: 'stay in the catalog', open: click('Delete') },
  'product-fill': {
    path: '/catalog?text=fct_order',
    shows: 'Those that are part of it already',
    open: async (page) => {
      await datasetRow(page, 'core.fct_orders').getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Add to product' }).click()
    },
  },
}

for (const [label, screens] of Object.entries({ 'the glossary': GLOSSARY, 'domains and data products': DOMAINS_AND_PRODUCTS })) {
  test(`looks of ${label}`, async ({ app }, testInfo) => {
    // So many screens that a busy machine takes longer than for any other.
    test.slow()
    for (const args of [
      ['sample', FILE],
      ['--book', FILE, 'set', 'dataset', 'fct_orders', `domain=${LONG_DOMAIN}`, `glossaryTerms=${LONG_TERM},Turnover`],
    ]) {
      const { code, stderr } = app.command(...args)
      expect(code, stderr).toBe(0)
    }
    await openBook(app, FILE)
    await inspectScreens(app, screens, testInfo)
  })
}
