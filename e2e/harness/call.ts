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
