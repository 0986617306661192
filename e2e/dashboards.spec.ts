import { expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, field, messages, openFilled, rows, section, undo } from './harness/steps.ts'

test('a dashboard that no source tells of is made, described and deleted, each with a way back', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await section(page, 'Other').click()
  await expect(page.getByRole('button', { name: 'Dashboard' })).toBeVisible()
  await page.keyboard.press('n')
  const form = dialog(page, 'New dashboard')
  await form.getByLabel('Name').fill('Weekly sales')
  await form.getByLabel('Description').fill('What the shops sold.')
  await app.inspectLooks('dashboard-new', testInfo)
  await form.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Weekly sales' })).toBeVisible()
  await expect(field(page, 'Description')).toContainText('What the shops sold.')
  await app.inspectLooks('dashboard', testInfo)

  await page.getByRole('button', { name: 'Delete' }).click()
  await dialog(page).getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Other' })).toBeVisible()
  await undo(page, 'is deleted')
  await expect(messages(page)).toContainText('What stood before stands again.')
  await app.go('/catalog/other?kind=dashboard')
  await expect(rows(page, 'Dashboards')).toHaveCount(1)
  await expect(rows(page, 'Dashboards')).toContainText('Weekly sales')
})
