import { expect, test } from './harness/app.ts'

test('the app opens, keeps its launch token out of the address, and survives a reload', async ({ app }) => {
  await expect(app.page).toHaveTitle(/Stewardbook/)
  await expect(app.page.getByRole('heading').first()).toBeVisible()
  expect(new URL(app.page.url()).hash).toBe('')
  await app.page.reload()
  await expect(app.page.getByRole('heading').first()).toBeVisible()
  await app.expectAccessible()
})
