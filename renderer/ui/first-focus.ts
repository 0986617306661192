const MARK = 'data-autofocus'

/** For the part of a dialog that takes the focus, where that is not the first thing in it. */
export const FIRST_FOCUS = { autoFocus: true, [MARK]: true } as const

const TAKES_FOCUS = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled)'

/**
 * For what opens over the page and takes the focus, as its `ref`. The focus is in it at once, since what is typed right after the key
 * that opened it must not go astray. Mantine's trap takes the focus once more, a moment later, to what is marked or comes first: the
 * mark goes with the focus, so that what was typed by then does not throw it back.
 */
export function holdFocus(node: HTMLElement | null): void {
  if (node === null) return
  const mark = (element: Element): void => {
    for (const marked of node.querySelectorAll(`[${MARK}]`)) marked.removeAttribute(MARK)
    element.setAttribute(MARK, 'true')
  }
  node.addEventListener('focusin', ({ target }) => target !== node && target instanceof Element && mark(target))
  const first = node.contains(document.activeElement) ? document.activeElement : node.querySelector(TAKES_FOCUS)
  if (first instanceof HTMLElement) {
    mark(first)
    first.focus({ preventScroll: true })
  }
}
