import { basename, dirname, join } from 'node:path'
import type { AppEvent } from '#contract/events'
import { AppError, type Reply } from '#contract/kit'
import { type Host, openHost } from '#services/host'
import { writeWholeFile } from '#services/whole-file'
import type { FromHost, HostRequest, ToHost } from './host-messages.ts'

/** Entry of the utility process: everything the program does, behind one port. It shows no window and asks nothing of Electron. */

const port = process.parentPort
const tell = (message: FromHost): void => port.postMessage(message)

const onEvent = (event: AppEvent): void => {
  tell({ kind: 'event', event })
  if (event.kind === 'opened' || (event.kind === 'changed' && event.nouns.includes('book'))) void tellBook()
}
const opening = openHost({ kind: 'electron', holder: 'the app', onEvent })

/** Windows are named after the book, menus list the recent ones. */
async function tellBook(): Promise<void> {
  const { client } = await opening
  const { book, recent } = await client.book.current({})
  const open = book === null ? null : { name: book.name, fileName: book.fileName, path: join(book.folder, book.fileName) }
  tell({ kind: 'book', book: open, recent })
}

async function answer(host: Host, request: HostRequest): Promise<Reply> {
  switch (request.kind) {
    case 'call':
      return host.dispatch(request.path, request.input)
    case 'pick':
      return { ok: true, value: await host.pickPath(request.purpose, ...request.paths) }
    case 'save':
      await saveDownload(host, request.ticket, request.path)
      return { ok: true, value: {} }
    case 'close':
      await host.close()
      return { ok: true, value: {} }
  }
}

async function saveDownload({ tickets }: Host, ticket: string, path: string): Promise<void> {
  const content = tickets.redeem(ticket)
  try {
    await writeWholeFile(dirname(path), basename(path), content.open())
  } finally {
    content.drop?.()
  }
}

async function take({ id, request }: ToHost): Promise<void> {
  const reply = await opening.then((host) => answer(host, request)).catch(asReply)
  tell({ kind: 'reply', id, reply })
  // The reply must be on its way before the process is gone.
  if (request.kind === 'close') setImmediate(() => process.exit(0))
}

function asReply(error: unknown): Reply {
  if (error instanceof AppError) return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
  process.stderr.write(`bug in the host: ${error instanceof Error ? error.stack : String(error)}\n`)
  return { ok: false, error: { code: 'internal', message: 'Something went wrong. Nothing was saved.', details: {} } }
}

port.on('message', ({ data }: { data: ToHost }) => void take(data))
await opening
tell({ kind: 'ready' })
await tellBook()
