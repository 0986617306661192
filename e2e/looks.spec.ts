import { type App, expect, test } from './harness/app.ts'
import { type Project, renameTable, SHOP, writeProject } from './harness/project.ts'
import { click, inspectScreens, type Screen, settled } from './harness/screens.ts'
import { expectSteady } from './harness/steady.ts'
import { apply, createBook, dialog, lookAt, openFilled } from './harness/steps.ts'

// Every screen in both themes and all sizes. In the long run pictures lie in test-results/, to be looked at.

const KEY = encodeURIComponent('dbt:shop/model.shop.fct_orders')
/** Fewer marts: axe looks at every row. */
const SMALL: Project = { ...SHOP, tables: SHOP.tables.slice(0, 20) }

test('looks of what comes before a catalog file is open', async ({ app }, testInfo) => {
  const { page } = app
  app.write('damaged.stewardbook', 'no database at all')
  app.write('projects/notes.txt', 'nothing')
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
  await app.inspectLooks('first-start', testInfo)

  await page.getByRole('button', { name: /^Create a catalog file/ }).click()
  await app.inspectLooks('create', testInfo)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Open a catalog file/ }).click()
  await settled(page)
  await app.inspectLooks('file-list', testInfo)
  await page.keyboard.press('Escape')
  await openDamaged(app)
  await app.inspectLooks('first-start-error', testInfo)
})

async function openDamaged({ page }: App): Promise<void> {
  await page.getByRole('button', { name: /^Open a catalog file/ }).click()
  await dialog(page)
    .getByRole('button', { name: /^damaged/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('alert')).toContainText('damaged.stewardbook')
}

test('looks of an empty catalog', async ({ app }, testInfo) => {
  const { page } = app
  await click(/^Import a billing export/)(page)
  const creating = dialog(page, 'Import a billing export')
  await creating.getByLabel('Name', { exact: true }).fill('Larkmoor')
  await app.inspectLooks('create-for-costs', testInfo)
  await creating.getByRole('button', { name: 'Choose the place' }).click()
  await dialog(page, 'Where to keep Larkmoor').getByRole('button', { name: 'Create' }).click()
  await expect(page).toHaveURL(/\/sources\/import\?format=costs$/)
  await expect(page.getByText('one row per charge')).toBeVisible()
  await app.goInside('Home')
  await app.inspectLooks('empty-home', testInfo)
  await page.getByRole('link', { name: /^Import a billing export/ }).click()
  await expect(page.getByText('one row per charge')).toBeVisible()
  await app.goInside('Catalog')
  await app.inspectLooks('empty-catalog', testInfo)
  const empty = {
    'empty-glossary': '/catalog/glossary',
    'empty-glossary-used': '/catalog/glossary?view=used',
    'empty-domains': '/catalog/domains',
    'empty-products': '/catalog/products',
    'empty-other': '/catalog/other',
    'empty-sources': '/sources',
    'empty-imports': '/sources?tab=imports',
    'empty-suggestions': '/sources?tab=suggestions',
    'empty-report': '/reports/catalog',
    'empty-owners': '/settings?section=owners',
    'empty-values': '/settings?section=values',
  }
  for (const [name, path] of Object.entries(empty)) {
    await app.go(path)
    await expect(page.getByText(/Nothing|No owner|None:|yet\.|is defined/).first()).toBeVisible()
    await settled(page)
    await expectSteady(page, name)
    await app.inspectLooks(name, testInfo)
  }
})

test('looks of an import', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'shop/target', SMALL)
  app.write('broken/manifest.json', '{"metadata": {"dbt_schema_version": ')
  await createBook(app, 'Larkmoor')
  await app.go('/sources/import')
  await expect(page.getByRole('button', { name: /^From / })).toBeEnabled()
  await app.inspectLooks('import-choose', testInfo)

  await lookAt(app, 'shop/target')
  await app.inspectLooks('import-preview', testInfo)
  await page.getByRole('button', { name: /^Import summary/ }).click()
  await app.inspectLooks('import-preview-summary', testInfo)
  await apply(page)
  await settled(page)
  await expectSteady(page, 'import-done')
  await app.inspectLooks('import-done', testInfo)
  await page
    .getByRole('navigation', { name: 'Parts of this import' })
    .getByRole('link', { name: /^Changes/ })
    .click()
  await expect(page.getByRole('grid', { name: 'Changes' })).toBeVisible()
  await app.inspectLooks('import-changes', testInfo)
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click()
  await expect(dialog(page)).toContainText('What was set by hand stays')
  await app.inspectLooks('import-undo', testInfo)

  writeProject(app, 'shop/target', renameTable(SMALL, 'dim_customers', 'dim_clients'))
  await app.go('/sources')
  await lookAt(app, 'shop/target')
  await expect(page.getByText('1 possible rename')).toBeVisible()
  await app.inspectLooks('import-rename', testInfo)
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Refresh all' }).click()
  await expect(dialog(page, 'Refresh')).toContainText('1 source with news')
  await app.inspectLooks('refresh', testInfo)

  await app.go('/sources/import')
  await page.getByRole('button', { name: /^From / }).click()
  await dialog(page)
    .locator('.picker')
    .getByRole('button', { name: /^broken/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Look at it' }).click()
  await expect(page.getByRole('alert')).toContainText('manifest.json')
  await app.inspectLooks('import-error', testInfo)
})

const CATALOG: Record<string, Screen> = {
  home: { path: '/home', shows: 'Coverage' },
  catalog: { path: '/catalog', shows: 'fct_orders' },
  'catalog-drawer': { path: `/catalog?sel=${KEY}`, shows: 'Open page' },
  'catalog-nothing': { path: '/catalog?text=zebra', shows: '0 of 20 match' },
  'dataset-overview': { path: `/catalog/dataset?key=${KEY}`, shows: 'Custom fields' },
  'dataset-columns': { path: `/catalog/dataset?key=${KEY}&tab=columns`, shows: '3 columns' },
  'dataset-column': { path: `/catalog/dataset?key=${KEY}&tab=columns&col=amount`, shows: 'No check looks at this column' },
  'dataset-lineage': { path: `/catalog/dataset?key=${KEY}&tab=lineage`, shows: 'This dataset' },
  'dataset-checks': { path: `/catalog/dataset?key=${KEY}&tab=checks`, shows: '2 checks' },
  'dataset-runs': { path: `/catalog/dataset?key=${KEY}&tab=runs`, shows: /^1 run$/ },
  'dataset-sql': { path: `/catalog/dataset?key=${KEY}&tab=sql`, shows: 'the start of trade' },
  'dataset-history': { path: `/catalog/dataset?key=${KEY}&tab=history`, shows: 'set by hand' },
  'dataset-details': { path: `/catalog/dataset?key=${KEY}&tab=details`, shows: 'Known as' },
  'dataset-edit': { path: `/catalog/dataset?key=${KEY}`, shows: 'Kept in the history', open: click(/^Edit$/) },
  'dataset-evidence': { path: `/catalog/dataset?key=${KEY}`, shows: 'Take back', open: click(/^Set by hand/) },
  'dataset-unknown': { path: '/catalog/dataset?key=nowhere', shows: 'Copy details' },
  'dataset-unowned': { path: `/catalog/dataset?key=${KEY.replace('fct_orders', 'stg_customers')}`, shows: 'No check is attached' },
  owner: { path: '/catalog/asset?key=dbt%3Ashop%2Fgroup.shop.commerce', shows: 'Downstream' },
  other: { path: '/catalog/other', shows: 'Pipelines' },
  search: {
    path: '/catalog',
    shows: 'hits',
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('orders')
    },
  },
  'new-dataset': { path: '/catalog', shows: 'still planned', open: click('Dataset') },
  keys: { path: '/catalog', shows: 'Next row', open: (page) => page.keyboard.press('?') },
  'not-found': { path: '/nowhere', shows: 'There is no screen at this address' },
}

const REST: Record<string, Screen> = {
  sources: { path: '/sources', shows: 'up to date' },
  imports: { path: '/sources?tab=imports', shows: 'manifest.json' },
  suggestions: { path: '/sources?tab=suggestions', shows: 'Accept' },
  source: { path: '/sources/1', shows: 'manifest.json' },
  'source-meta': { path: '/sources/1?tab=meta', shows: 'maturity' },
  'source-options': { path: '/sources/1?tab=options', shows: 'Stale after' },
  'import-unknown': { path: '/sources/imports/99', shows: 'Copy details' },
  report: { path: '/reports/catalog', shows: 'What exists' },
  'report-unknown': { path: '/reports/nothing', shows: 'Copy details' },
  settings: { path: '/settings', shows: 'Keep originals' },
  'settings-file': { path: '/settings?section=file', shows: 'Back up now' },
  'settings-owners': { path: '/settings?section=owners', shows: 'Commerce Data' },
  'settings-rules': { path: '/settings?section=rules', shows: 'These are in use' },
  'settings-values': { path: '/settings?section=values', shows: /None|Values of data/ },
  'settings-journal': { path: '/settings?section=journal', shows: 'file created' },
  'settings-about': { path: '/settings?section=about', shows: 'Apache License' },
}

/** Seen in every run; the others in the long one, and the main ones of them in the specs of what is done there. */
const ALWAYS_SEEN =
  /^(home|catalog|catalog-drawer|dataset-(overview|columns|lineage|checks|runs|edit)|search|keys|not-found|sources|imports|report|settings|settings-owners)$/

for (const [label, all] of Object.entries({ 'the catalog': CATALOG, 'sources, report and settings': REST })) {
  const screens = Object.fromEntries(
    Object.entries(all).filter(([name]) => process.env['STEWARDBOOK_LONG'] === '1' || ALWAYS_SEEN.test(name)),
  )
  test(`looks of ${label}`, async ({ app }, testInfo) => {
    // So many screens that a busy machine takes longer than for any other.
    test.slow()
    writeProject(app, 'target', SMALL)
    await openFilled(app, 'target')
    expect(app.command('--book', 'shop.stewardbook', 'set', 'dataset', 'fct_orders', 'ownerTeam=Finance', '--reason', 'asked').code).toBe(0)
    await inspectScreens(app, screens, testInfo)
  })
}
