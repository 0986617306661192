import { expect, type Page } from '@playwright/test'

// Nothing jumps and, as every spec asks for reduced motion, nothing moves.

/** Layout shift as browsers count it: the part of the window that moved, times how far. 0.1 is what is commonly called good. */
const MOST_SHIFT = 0.02
const STILL_MS = 1

type Moved = { readonly kind: 'jump' | 'motion'; readonly size: number; readonly what: string }
/** `noteJumps` notes what the browser has seen and not told of yet. */
type Watched = { unsteady: Moved[]; noteJumps: () => void }

/** Runs in the page before its own code: notes what jumps without a person having done anything, and what moves. */
export function watchSteadiness(): void {
  const seen: Moved[] = []
  const one = (element: Element): string => [element.tagName.toLowerCase(), ...element.classList].join('.')
  const name = (node: Node | null): string => {
    const element = node instanceof Element ? node : node?.parentElement
    if (element == null) return 'something gone'
    return element.parentElement === null ? one(element) : `${one(element.parentElement)} > ${one(element)}`
  }
  type Source = { readonly node: Node | null; readonly previousRect: DOMRect; readonly currentRect: DOMRect }
  type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean; readonly sources: readonly Source[] }
  const rect = ({ x, y, width, height }: DOMRect): string => [x, y, width, height].map(Math.round).join(' ')
  const noteAll = (shifts: Shift[]): void => {
    for (const { value, hadRecentInput, sources } of shifts) {
      if (hadRecentInput) continue
      const moved = sources.map(({ node, previousRect, currentRect }) => `${name(node)} from ${rect(previousRect)} to ${rect(currentRect)}`)
      seen.push({ kind: 'jump', size: value, what: `${location.pathname}: ${moved.join(', ')}` })
    }
  }
  const observer = new PerformanceObserver((list) => noteAll(list.getEntries() as Shift[]))
  observer.observe({ type: 'layout-shift', buffered: true })
  const watched: Watched = { unsteady: seen, noteJumps: () => noteAll(observer.takeRecords() as Shift[]) }
  Object.assign(window, watched)
  const note = ({ type, target }: Event): void => {
    if (!(target instanceof Element)) return
    for (const animation of target.getAnimations()) {
      const size = Number(animation.effect?.getComputedTiming().activeDuration ?? 0)
      seen.push({ kind: 'motion', size, what: `${location.pathname}: ${type} of ${name(target)}` })
    }
  }
  for (const kind of ['animationstart', 'transitionrun']) document.addEventListener(kind, note, true)
}

/** Takes what was seen of these kinds, so that it is judged once, and adds what moves now. What was drawn last is waited for: the browser tells of it late. */
async function take(page: Page, kinds: readonly Moved['kind'][]): Promise<readonly string[]> {
  const moved = await page.evaluate(async (wanted): Promise<Moved[]> => {
    for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
    const { unsteady, noteJumps } = window as unknown as Watched
    noteJumps()
    const running = document.getAnimations().map((animation): Moved => {
      const size = Number(animation.effect?.getComputedTiming().activeDuration ?? 0)
      return { kind: 'motion', size, what: `${location.pathname}: something runs` }
    })
    const all = unsteady.splice(0)
    unsteady.push(...all.filter(({ kind }) => !wanted.includes(kind)))
    return [...all, ...running].filter(({ kind }) => wanted.includes(kind))
  }, kinds)
  return moved
    .filter(({ kind, size }) => size > (kind === 'jump' ? MOST_SHIFT : STILL_MS))
    .map(({ kind, size, what }) => `${kind} ${size}: ${what}`)
}

/** What has jumped or moved in this page since the last call, and what moves now. */
export const takeUnsteady = (page: Page): Promise<readonly string[]> => take(page, ['jump', 'motion'])

/** Fails when something has moved, although less motion is asked for. What has jumped stays to be judged by `expectSteady`. */
export async function expectStill(page: Page, label: string): Promise<void> {
  expect(await take(page, ['motion']), `${label} moves`).toEqual([])
}

/**
 * Fails when the screen has also jumped on its way here. For screens that one came to without a click or a key: what
 * those bring about within half a second is left out by the browser, which a busy machine may take longer for.
 */
export async function expectSteady(page: Page, label: string): Promise<void> {
  expect(await takeUnsteady(page), `${label} jumps or moves`).toEqual([])
}
