export const SCHEME = 'app'
/** The one origin whose pages are ours. */
export const ORIGIN = `${SCHEME}://stewardbook`

/** Is this an address of our own screens? */
export function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(`${ORIGIN}/`)
}
