import { expect, type Locator, type Page } from '@playwright/test'

const MOST_STOPS = 80

/**
 * Presses Tab until the wanted thing has the focus. At every stop on the way the focus must be on screen and visible.
 * @throws when it cannot be reached
 */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible()
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key)
    await expectFocusSeen(page)
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never reached ${wanted.toString()}`)
}

/** Tabs to something and presses Enter on it. */
export async function enter(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}

/** What has the focus matches :focus-visible, lies on screen, and something about it is drawn. */
export async function expectFocusSeen(page: Page): Promise<void> {
  const fault = await page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return null // between the end of the page and the browser
    const name = `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.trim().slice(0, 40) ?? ''}`
    if (!element.matches(':focus-visible')) return `${name} has the focus, but not visibly`
    const box = element.getBoundingClientRect()
    const isOnScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0 && box.height > 0
    if (!isOnScreen) return `${name} has the focus off screen, at ${Math.round(box.left)}, ${Math.round(box.top)}`
    const isDrawn = (one: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    }
    // A grid shows its focus on the selected row or on its head; a text field of a search dialog by the caret in it.
    const shown = [element, ...element.querySelectorAll('[aria-selected="true"], .ledger-head')]
    return shown.some(isDrawn) ? null : `${name} has the focus, but nothing shows it`
  })
  expect(fault).toBeNull()
}

/** Tab and Shift+Tab never leave the open dialog. */
export async function expectTrapped(page: Page, dialog: Locator): Promise<void> {
  for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key)
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await expectFocusSeen(page)
  }
}
