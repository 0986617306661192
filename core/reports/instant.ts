/** What a Date can hold, either side of 1970. */
const MAX_MS = 8.64e15

/** An instant as reports print it: UTC in ISO 8601 ("2026-11-18T05:04:00.000Z"), the same in every time zone. */
export function instantText(atMs: number): string {
  return Math.abs(atMs) <= MAX_MS ? new Date(atMs).toISOString() : `${atMs} ms after 1970`
}
