import { useCallback, useEffect, useRef, useState } from 'react'

const LAG_MS = 150

/**
 * A value that lives in the address but changes faster than addresses may: browsers drop address changes when a key is held.
 * @returns the value now, a setter, and a function that writes it to the address at once (before going elsewhere)
 */
export function useLaggedAddress<T>(address: T, write: (value: T) => void): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState(address)
  const seen = useRef(address)
  const latest = useRef({ value, write })
  latest.current = { value, write }
  if (address !== seen.current) {
    // Back, forward, or a link: the address leads.
    seen.current = address
    if (address !== value) setValue(address)
  }
  const flush = useCallback(() => {
    const { value: now, write: writeNow } = latest.current
    if (now === seen.current) return
    seen.current = now
    writeNow(now)
  }, [])
  useEffect(() => {
    if (value === seen.current) return
    const timer = setTimeout(flush, LAG_MS)
    return () => clearTimeout(timer)
  }, [value, flush])
  return [value, setValue, flush]
}
