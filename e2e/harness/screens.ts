import { expect, type Page, type TestInfo } from '@playwright/test'
import type { App } from './app.ts'
import { expectSteady } from './steady.ts'

/** A screen to be looked at: where it is, a text by which it is there, and what a person does first to see it. */
export type Screen = { readonly path: string; readonly shows: string | RegExp; readonly open?: (page: Page) => Promise<void> }

export const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
export const settled = (page: Page): Promise<void> => expect(page.locator('[aria-busy="true"]')).toHaveCount(0)

/** Goes to each screen in turn, sees that it does not jump on the way, and looks at it in both themes and all sizes. */
export async function inspectScreens(app: App, screens: Readonly<Record<string, Screen>>, testInfo: TestInfo): Promise<void> {
  const { page } = app
  for (const [name, { path, shows, open }] of Object.entries(screens)) {
    // Without loading the page anew; but a dialog goes with the page, and what opens beside a list takes its room from it at once.
    if (open === undefined && !/[?&](sel|col)=/.test(path)) await page.evaluate((to) => history.pushState({}, '', to), path)
    else await app.go(path)
    await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeVisible()
    await open?.(page)
    await expect(page.getByText(shows).first()).toBeVisible()
    await settled(page)
    if (open === undefined) await expectSteady(page, name)
    await app.inspectLooks(name, testInfo)
    if (open !== undefined) await app.go(path)
  }
}
