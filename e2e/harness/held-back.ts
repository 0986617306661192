import type { BrowserContext } from '@playwright/test'

/** Milliseconds an answer may be late on each way, from STEWARDBOOK_HELD_BACK: a run of all specs with 700 finds what only works while answers are quick. */
export const HELD_BACK_MS = Number(process.env['STEWARDBOOK_HELD_BACK'] ?? 0)

/** Lets half of questions, answers and events wait a random while, and all of the code of screens. Events stay in their order. */
export async function holdBack(context: BrowserContext, mostMs: number): Promise<void> {
  await context.addInitScript(holdAnswers, mostMs)
  await context.route('**/assets/*.js', async (route) => {
    const ms = Math.random() * mostMs
    await new Promise((resolve) => setTimeout(resolve, ms))
    // The page may have gone meanwhile.
    await route.continue().catch(() => undefined)
  })
}

/** Runs in the page. */
function holdAnswers(mostMs: number): void {
  const { fetch } = window
  const aWhile = (): Promise<void> => {
    const ms = Math.random() < 0.5 ? 0 : Math.random() * mostMs
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
  window.fetch = async (...asked) => {
    const path = typeof asked[0] === 'string' ? asked[0] : ''
    if (path.startsWith('/rpc/')) {
      await aWhile()
      const answer = await fetch(...asked)
      await aWhile()
      return answer
    }
    const response = await fetch(...asked)
    if (path !== '/events' || response.body === null) return response
    const late = new TransformStream<Uint8Array, Uint8Array>({
      async transform(piece, controller) {
        await aWhile()
        controller.enqueue(piece)
      },
    })
    return new Response(response.body.pipeThrough(late), response)
  }
}
