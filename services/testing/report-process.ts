import { openBook } from '#db/book-file/open'
import { createTickets } from '#io/tickets'
import type { BookDeps } from '../deps.ts'
import { createReportHandlers } from '../reports.ts'
import { createRulesCache } from '../rules.ts'
import { reportsOf } from './reports-here.ts'

/** Run as a program of its own by tests: `<book> <format> <scope as JSON>`. Exports the catalog report to its output. */
const [path = '', format = 'md', scope = '{"filter":{}}'] = process.argv.slice(2)

async function run(): Promise<void> {
  const now = (): number => Date.now()
  const file = openBook(path, { holder: 'cli', nowMs: now(), author: 'Child' })
  const deps: BookDeps = { file, read: file.read, now, author: () => 'Child', rules: createRulesCache(), announce: () => undefined }
  const tickets = createTickets({ now, randomId: () => 'ticket' })
  const reports = createReportHandlers(() => deps, tickets, reportsOf(deps.read))
  const { ticket } = await reports.export({ name: 'catalog', format: format as 'md', scope: JSON.parse(scope) as { filter: object } })
  for await (const bytes of tickets.redeem(ticket).open()) process.stdout.write(bytes)
  file.close()
}

await run()
