import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { NODE_HEIGHT, NODE_WIDTH, type Picture, type PlacedNode } from './lineage-graph.ts'

/** Kept between what was opened and the frame's edge: room for the count of further neighbours. */
const MARGIN = 48
type Frame = RefObject<HTMLDivElement | null>

/** The dataset begins in the middle and stays where it is when steps are added around it; what is new is then brought into view. */
export function useAnchor(frame: Frame, drawn: Picture, rootKey: string): void {
  const last = useRef<{ x: number; y: number; keys: ReadonlySet<string> } | null>(null)
  useLayoutEffect(() => {
    const root = drawn.nodes.find((node) => node.key === rootKey)
    const element = frame.current
    if (root === undefined || element === null) return
    const before = last.current
    last.current = { x: root.x, y: root.y, keys: new Set(drawn.nodes.map((node) => node.key)) }
    if (before === null) {
      element.scrollTo(root.x + NODE_WIDTH / 2 - element.clientWidth / 2, root.y + NODE_HEIGHT / 2 - element.clientHeight / 2)
      return
    }
    element.scrollBy(root.x - before.x, root.y - before.y)
    show(
      element,
      drawn.nodes.filter((node) => !before.keys.has(node.key)),
    )
  }, [frame, drawn, rootKey])
}

/** As little as possible: sideways to their column, up or down only when none of them is in view. */
function show(element: HTMLElement, nodes: readonly PlacedNode[]): void {
  const [first] = nodes
  if (first === undefined) return
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = element
  // The drawing is centred where it is narrower than the frame: then all of it is in view.
  const left = Math.min(...nodes.map((node) => node.x)) - MARGIN
  const right = Math.max(...nodes.map((node) => node.x)) + NODE_WIDTH + MARGIN
  const x = left < scrollLeft ? left : right > scrollLeft + clientWidth ? right - clientWidth : scrollLeft
  const isInView = ({ y }: PlacedNode): boolean => y >= scrollTop && y + NODE_HEIGHT <= scrollTop + clientHeight
  const y = nodes.some(isInView) ? scrollTop : first.y + NODE_HEIGHT / 2 - clientHeight / 2
  if (x === scrollLeft && y === scrollTop) return
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollTo({ left: x, top: y, behavior: isCalm ? 'instant' : 'smooth' })
}

/** At which edges of the frame there is more to move to, as class names. */
export function useMoreBeyond(frame: Frame, drawn: Picture): string {
  const [sides, setSides] = useState('')
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const look = (): void => {
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = element
      const found = [
        scrollLeft > 1 && 'more-left',
        scrollLeft + clientWidth < scrollWidth - 1 && 'more-right',
        scrollTop > 1 && 'more-above',
        scrollTop + clientHeight < scrollHeight - 1 && 'more-below',
      ]
      setSides(found.filter((side) => side !== false).join(' '))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const resizing = new ResizeObserver(look)
    resizing.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resizing.disconnect()
    }
  }, [frame, drawn])
  return sides
}
