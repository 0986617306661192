import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import type { Mark } from '#core/home/visit'
import type { ImportFormat } from '#core/importers/intake'
import { rememberBook, rememberVisit } from '#io/recent-books'
import { type Host, openHost } from '#services/host'

/** The host every door opens, on a book in a folder of the benchmark; the person's own list of recent books is left alone. */
export function openBench(folder: string, bookPath: string | null): Promise<Host> {
  beSomebody(folder)
  return open(bookPath)
}

/** Somebody who was in this book before, up to then. Gives what opens it. */
export function comeAgain(folder: string, bookPath: string, since: Mark): () => Promise<Host> {
  beSomebody(folder)
  rememberBook({ path: bookPath, name: 'Bench', openedAtMs: since.atMs })
  rememberVisit(bookPath, { since, seen: since })
  return () => open(bookPath)
}

function beSomebody(folder: string): void {
  process.env['STEWARDBOOK_CONFIG_DIR'] = mkdtempSync(join(folder, 'config-'))
}

const open = (bookPath: string | null): Promise<Host> =>
  openHost({ author: 'Bench', holder: 'bench', ...(bookPath === null ? {} : { bookPath }) })

export async function createBook(host: Host, path: string): Promise<void> {
  const pickId = await host.pickPath('book-create', path)
  await host.client.book.create({ pickId, name: 'Bench', currency: 'USD' })
}

type Told = { readonly format?: ImportFormat; readonly sourceName?: string }

/** Looks at artifacts of dbt, or of another format, and waits. `sourceName` tells two projects of one name apart. */
export async function preview(host: Host, artifacts: string, { format = 'dbt', sourceName }: Told = {}): Promise<string> {
  const pickId = await host.pickPath('import', artifacts)
  const { jobId, planId } = await host.client.imports.preview({
    pickId,
    format,
    ...(sourceName === undefined ? {} : { sourceName }),
  })
  await ended(host, jobId)
  return planId
}

export async function apply(host: Host, planId: string): Promise<void> {
  await ended(host, (await host.client.imports.apply({ planId })).jobId)
}

async function ended(host: Host, jobId: string): Promise<void> {
  const { error } = await host.waitForJob(jobId)
  if (error !== null) throw new AppError(error.code as AppError['code'], error.message)
}
