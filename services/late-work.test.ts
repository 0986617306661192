import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLateWork } from './late-work.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('is done once, later or when it is flushed, and what was put in before comes first', () => {
  const done: string[] = []
  const late = createLateWork(1000)
  late.put(() => done.push('a'))
  vi.advanceTimersByTime(999)
  expect(done).toEqual([])
  vi.advanceTimersByTime(1)
  late.put(() => done.push('b'))
  late.put(() => done.push('c'))
  expect(done).toEqual(['a', 'b'])
  late.flush()
  late.flush()
  vi.advanceTimersByTime(5000)
  expect(done).toEqual(['a', 'b', 'c'])
})
