import { expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, field, findDataset, messages, openFilled } from './harness/steps.ts'

test('an issue is added to a dataset, found again there, and closed on its own page', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await findDataset(page, 'fct_ord', 'core.fct_orders')
  const known = field(page, 'Known issues')
  await expect(known).toContainText('no open issue names it')
  await known.getByRole('button', { name: 'Add an issue' }).click()
  const add = dialog(page, 'Add an issue')
  await add.getByLabel('Title').fill('May is counted twice')
  await add.getByLabel('What is wrong').fill('The job of 3 May ran two times.')
  await add.getByRole('group', { name: 'Severity' }).getByRole('button', { name: 'P1' }).click()
  await add.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(add).toBeHidden()
  await expect(known.getByRole('listitem')).toHaveText(['P1May is counted twice'])

  await known.getByRole('link', { name: 'May is counted twice' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'May is counted twice' })).toBeVisible()
  await expect(page.getByRole('complementary').getByRole('link', { name: 'fct_orders' })).toBeVisible()
  const status = field(page, 'Status')
  await status.hover()
  await status.getByRole('button', { name: 'Edit Status' }).click()
  await page.getByLabel('Status', { exact: true }).selectOption('closed')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(status).toContainText('closed')
  await page.getByRole('complementary').getByRole('link', { name: 'fct_orders' }).click()
  await expect(field(page, 'Known issues')).toContainText('no open issue names it')
})

test('an issue can be taken back at once', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await findDataset(page, 'fct_ord', 'core.fct_orders')
  const known = field(page, 'Known issues')
  await known.getByRole('button', { name: 'Add an issue' }).click()
  await dialog(page).getByLabel('Title').fill('A slip')
  await page.keyboard.press('Enter')
  await expect(known).toContainText('A slip')
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await expect(known).toContainText('no open issue names it')
})

test('two datasets are said to be one, taken back, and parted again', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await findDataset(page, 'dim_cust', 'core.dim_customers')
  const keys = page.getByRole('row', { name: /dbt:shop/ })
  await page.getByRole('link', { name: 'Details', exact: true }).click()
  const join = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Is the same as…' }).click()
    const same = dialog(page, 'dim_customers is the same as…')
    await expect(same.getByRole('searchbox')).toBeFocused()
    await page.keyboard.type('stg_cust')
    await same.getByRole('button', { name: /stg_customers/ }).click()
    await same.getByLabel('Reason').fill('one table, two models')
    await same.getByRole('button', { name: 'They are the same' }).click()
    await expect(same).toBeHidden()
    await expect(keys).toHaveCount(2)
  }
  await expect(keys).toHaveCount(1)
  await join()
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await expect(keys).toHaveCount(1)

  await join()
  await page.getByRole('button', { name: 'Not the same' }).click()
  const apart = dialog(page, 'Not the same')
  await apart.getByLabel('Reason').fill('they differ')
  await apart.getByRole('button', { name: 'They are not the same' }).click()
  await expect(apart).toBeHidden()
  await expect(keys).toHaveCount(1)
})
