import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { datasetRow, dialog, findDataset, part, rows, section } from './harness/steps.ts'

test('the sample catalog is made from the first start, and has something to show', async ({ app }) => {
  const { page } = app
  await page.getByRole('button', { name: /^Look around in a sample catalog/ }).click()
  await dialog(page, 'Where to keep the sample catalog').getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Create a catalog file/ })).toBeDisabled()
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Larkmoor')
  await expect(page.getByRole('heading', { name: 'What needs you today' })).toBeVisible()
  await app.goInside('Catalog')
  await expect(datasetRow(page, 'core.dim_customer')).toBeVisible()
  await tickAndScrollAway(page)

  await findDataset(page, 'fct_orders', 'fct_orders')
  await page.getByRole('link', { name: /^Checks/ }).click()
  await expect(page.getByText('unique').first()).toBeVisible()
  await resultsOverTime(page)
  await otherLists(page)
  expect(app.command('--book', 'larkmoor-sample.stewardbook', 'book', 'verify').code).toBe(0)
})

test('a sample catalog does not take the place of a file that is there', async ({ app }) => {
  const { page } = app
  app.write('larkmoor-sample.stewardbook', 'something of mine')
  await page.getByRole('button', { name: /^Look around in a sample catalog/ }).click()
  await dialog(page).getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('alert')).toContainText('larkmoor-sample.stewardbook')
  await expect(page.getByRole('button', { name: /^Look around in a sample catalog/ })).toBeEnabled()
})

/** A box that was ticked goes out of sight with its row: the keyboard must not find itself in the box of another. */
async function tickAndScrollAway(page: Page): Promise<void> {
  const list = page.getByRole('grid', { name: 'Datasets' })
  const boxes = list.getByRole('checkbox', { name: /^Tick (?!all)/ })
  await boxes.first().click()
  await expect(page.getByText('1 ticked')).toBeVisible()
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(list.locator('[data-index="0"]')).toHaveCount(0)
  await expect(list).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByText('1 ticked')).toBeVisible()
  await list.evaluate((element) => element.scrollTo(0, 0))
  await expect(boxes.first()).toBeChecked()
}

/** From the checks of a dataset to all results of one, its SQL, and when the dataset was built. */
async function resultsOverTime(page: Page): Promise<void> {
  await rows(page, 'Checks').first().click()
  await page.keyboard.press('Enter')
  await expect(part(page, 'Results')).toHaveAttribute('aria-current', 'page')
  await expect(page.getByRole('status').filter({ hasText: /^\d+ results$/ })).toBeVisible()
  await expect(rows(page, 'Results').first()).toContainText('build')
  await part(page, 'SQL').click()
  await expect(page.getByRole('region', { name: 'SQL' })).toContainText('test_')
  await page.goBack()
  await part(page, 'Runs').click()
  await expect(rows(page, 'Runs').first()).toContainText('Success')
}

async function otherLists(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Catalog' }).first().click()
  await section(page, 'Other').click()
  await expect(rows(page, 'Exposures').first()).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Kinds' })
    .getByRole('link', { name: /^Pipelines/ })
    .click()
  await rows(page, 'Pipelines').first().click()
  await page.keyboard.press('Enter')
  await part(page, 'Runs').click()
  await expect(rows(page, 'Runs').first()).toContainText('build')
}
