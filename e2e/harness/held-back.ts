import type { BrowserContext } from '@playwright/test'

/** Milliseconds an answer may be late on each way, and the page's timers in all, from STEWARDBOOK_HELD_BACK: a run of all specs with 700 finds what only works while answers are quick. */
export const HELD_BACK_MS = Number(process.env['STEWARDBOOK_HELD_BACK'] ?? 0)

/**
 * Lets half of questions, answers and events wait a random while, all of the code of screens, and now and then every timer of
 * the page, as where the processor is busy: what a person does goes before those. Events and timers stay in their order.
 */
export async function holdBack(context: BrowserContext, mostMs: number): Promise<void> {
  await context.addInitScript(holdAnswers, mostMs)
  await context.addInitScript(holdTimers, mostMs)
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

/** Runs in the page. */
function holdTimers(mostMs: number): void {
  const { setTimeout } = window
  const { postMessage } = MessagePort.prototype
  let busyUntilMs = 0
  const toWait = (): number => Math.max(0, busyUntilMs - performance.now())
  const whenFree = (run: () => void): void => void setTimeout(() => (toWait() > 0 ? whenFree(run) : run()), toWait())
  const beBusy = (): void => {
    busyUntilMs = performance.now() + Math.random() * mostMs
    setTimeout(beBusy, Math.random() * 4 * mostMs)
  }
  beBusy()
  window.setTimeout = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    setTimeout(() => run(...args), Math.max(ms, toWait()))) as typeof window.setTimeout
  // How React does what can wait.
  MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
    if (toWait() > 0) whenFree(() => postMessage.call(this, message))
    else postMessage.call(this, message)
  }
}
