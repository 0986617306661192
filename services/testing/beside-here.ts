import { createTickets } from '#io/tickets'
import type { RunBeside } from '../big-commands.ts'
import type { BookDeps } from '../deps.ts'
import type { DatasetParts } from '../datasets.ts'
import { planPages } from '../datasets/plan-edit.ts'
import { type ExportMaker, makeExport } from '../make-export.ts'
import { runBigCommand } from '../run-big-command.ts'

/** Runs big commands, plans and exports where the test is, as a worker would; `titles` are the jobs a person would see. */
export function besideHere(deps: BookDeps): DatasetParts & { readonly titles: string[] } {
  const titles: string[] = []
  const beside: RunBeside = async (title, name, input) => {
    titles.push(title)
    if (deps.file.write === null) throw new Error('the test book is read-only')
    deps.rules.drop()
    return runBigCommand(deps, deps.file.write, name, input)
  }
  const planBeside: DatasetParts['planBeside'] = (asked) =>
    Promise.resolve(structuredClone(planPages(deps.rules.current(deps.read), deps.read, asked)))
  const make: ExportMaker = async (request) => structuredClone(makeExport(deps.read, structuredClone(request)))
  const tickets = createTickets({ now: () => 0, randomId: () => 'ticket' })
  return { beside, planBeside, makeExport: make, tickets, titles }
}
