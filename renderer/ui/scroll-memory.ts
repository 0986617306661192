import { type RefObject, useEffect, useLayoutEffect } from 'react'

const KEY = 'stewardbook.scroll'
const KEPT = 40

/** Positions by list; numbers under hashed names, so that no filter text stays in the browser's storage. */
const positions = new Map<string, number>(readKept())

function readKept(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, number][]
  } catch {
    return []
  }
}

function hash(text: string): string {
  let value = 5381
  for (let index = 0; index < text.length; index += 1) value = (Math.imul(value, 33) ^ text.charCodeAt(index)) >>> 0
  return value.toString(36)
}

/** Where this list was left, in pixels. */
function rememberedScroll(id: string): number {
  return positions.get(hash(id)) ?? 0
}

/** Brings an element back to where it was left under this id, and remembers where it goes. */
export function useScrollMemory(ref: RefObject<HTMLElement | null>, id: string | undefined, isReady: boolean): void {
  useLayoutEffect(() => {
    if (id !== undefined && isReady && ref.current !== null) ref.current.scrollTop = rememberedScroll(id)
  }, [ref, id, isReady])
  useEffect(() => {
    const element = ref.current
    if (element === null || id === undefined || !isReady) return
    let frame = 0
    const remember = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        positions.delete(hash(id))
        positions.set(hash(id), Math.round(element.scrollTop))
        for (const old of [...positions.keys()].slice(0, -KEPT)) positions.delete(old)
        sessionStorage.setItem(KEY, JSON.stringify([...positions]))
      })
    }
    element.addEventListener('scroll', remember, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      element.removeEventListener('scroll', remember)
    }
  }, [ref, id, isReady])
}
