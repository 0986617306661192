import type { Page } from '@playwright/test'

/** A call as our own page makes it, with the session it keeps. */
export function call(page: Page, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ([to, input]) => {
      const token = Object.entries(sessionStorage).find(([name]) => name.includes('session'))?.[1] ?? ''
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      const response = await fetch(to, { method: 'POST', headers, body: input })
      return { status: response.status, text: await response.text() }
    },
    [path, JSON.stringify(body)] as const,
  )
}

/** Holds back the answer to one command until it is let go; the command itself is carried out at once. */
export async function holdAnswer(page: Page, command: string): Promise<() => Promise<void>> {
  const gate = await page.evaluateHandle((path) => {
    const { fetch } = window
    const own = { open: (): void => {} }
    const opened = new Promise<void>((resolve) => (own.open = resolve))
    window.fetch = async (...asked) => {
      const answer = await fetch(...asked)
      if (asked[0] === path) await opened
      return answer
    }
    return own
  }, `/rpc/${command}`)
  return () => gate.evaluate(({ open }) => open())
}

/** Holds what the page asks for at an address back until it is let go. */
export async function holdRequests(page: Page, url: string | RegExp): Promise<() => void> {
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(url, (route) => held.then(() => route.continue()))
  return letGo
}
