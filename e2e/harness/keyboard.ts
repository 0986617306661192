import { type ElementHandle, expect, type Locator, type Page } from '@playwright/test'

type Key = 'Tab' | 'Shift+Tab'
type Stop = {
  /** What is wrong with how the focus shows. */
  readonly fault: string | null
  /** The focus is on what was wanted, or inside it. */
  readonly at: 'wanted' | 'inside' | 'elsewhere'
}
const MOST_STOPS = 80

/**
 * Presses Tab until the wanted thing has the focus. At every stop on the way the focus must be on screen and visible.
 * @throws when it cannot be reached
 */
export async function tabTo(page: Page, wanted: Locator, key: Key = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible()
  const handle = await wanted.elementHandle()
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key)
    const { fault, at } = await look(page, handle)
    expect(fault).toBeNull()
    if (at === 'wanted') return
  }
  throw new Error(`${MOST_STOPS} times ${key} never reached ${wanted.toString()}`)
}

/** Tabs to something and presses Enter on it. What stands in the header is nearer with Shift+Tab. */
export async function enter(page: Page, wanted: Locator, key: Key = 'Tab'): Promise<void> {
  await tabTo(page, wanted, key)
  await page.keyboard.press('Enter')
}

/** Tab and Shift+Tab never leave the open dialog, and the focus always shows. */
export async function expectTrapped(page: Page, dialog: Locator): Promise<void> {
  const handle = await dialog.elementHandle()
  for (const key of ['Shift+Tab', 'Shift+Tab', 'Tab', 'Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key)
    expect(await look(page, handle)).toEqual({ fault: null, at: 'inside' })
  }
}

/** What has the focus must match :focus-visible, lie on screen, and something about it must be drawn. */
function look(page: Page, handle: ElementHandle | null): Promise<Stop> {
  return page.evaluate((wanted): Stop => {
    const element = document.activeElement
    // Between the end of the page and its beginning lies the browser.
    if (element === null || element === document.body) return { fault: null, at: 'elsewhere' }
    const at = element === wanted ? 'wanted' : wanted?.contains(element) === true ? 'inside' : 'elsewhere'
    const name = `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.trim().slice(0, 40) ?? ''}`
    if (!element.matches(':focus-visible')) return { fault: `${name} has the focus, but not visibly`, at }
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const isOnScreen = right > Math.max(left, 0) && bottom > Math.max(top, 0) && top < innerHeight && left < innerWidth
    if (!isOnScreen) return { fault: `${name} has the focus off screen, at ${Math.round(left)}, ${Math.round(top)}`, at }
    const isDrawn = (one: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    }
    // A grid shows its focus on the selected row or on its head, a field of tags on the frame around them.
    const frame = element.closest('.mantine-TagsInput-input')
    const shown = [element, ...(frame === null ? [] : [frame]), ...element.querySelectorAll('[aria-selected="true"], .ledger-head')]
    return { fault: shown.some(isDrawn) ? null : `${name} has the focus, but nothing shows it`, at }
  }, handle)
}
