/** Both run in a page, by their source text; `token` names the events by which the two worlds of the page talk. */
export function mainWorld(token: string): void
export function preloadWorld(token: string, names: object, makeClone: () => unknown, preload: (...args: unknown[]) => void): void
