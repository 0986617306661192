import { pathToFileURL } from 'node:url'
import { type Numbers, timed } from '../probe.ts'

type Input = { readonly host: string; readonly book: string; readonly folder: string }
type Told = { readonly kind: string; readonly id?: number; readonly reply?: { readonly ok: boolean; readonly value?: unknown } }

/** The built process that answers, from its first line to the answer to the first question about a book, asked as main asks. */
export async function run({ host, book, folder }: Input): Promise<Numbers> {
  process.env['STEWARDBOOK_CONFIG_DIR'] = folder
  const port = openPort()
  Object.assign(process, { parentPort: port.ofHost })
  const hostMs = await timed(async () => {
    await import(pathToFileURL(host).href)
    const pickId = await port.ask({ kind: 'pick', purpose: 'book-open', paths: [book] })
    await port.ask({ kind: 'call', path: 'book.open', input: { pickId } })
    await port.ask({ kind: 'call', path: 'book.current', input: {} })
  })
  // The host ends its process when it is asked to close, before anything could be told.
  return { hostMs }
}

/** The two ends of the port between main and the host, in one process. */
function openPort() {
  const waiting = new Map<number, (told: Told) => void>()
  let hear = (_event: { readonly data: unknown }): void => {}
  let lastId = 0
  const ofHost = {
    on: (_name: string, listener: typeof hear): void => {
      hear = listener
    },
    postMessage: (told: Told): void => {
      if (told.kind === 'reply') waiting.get(told.id ?? 0)?.(told)
    },
  }
  const ask = async (request: object): Promise<unknown> => {
    const id = ++lastId
    const { reply } = await new Promise<Told>((resolve) => {
      waiting.set(id, resolve)
      hear({ data: { id, request } })
    })
    if (reply?.ok !== true) throw new Error(`the host refused: ${JSON.stringify(reply)}`)
    return reply.value
  }
  return { ofHost, ask }
}
