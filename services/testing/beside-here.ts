import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { countUndo } from '#db/undo-plan'
import { createTickets } from '#io/tickets'
import type { RunBeside } from '../big-commands.ts'
import { readCostGroups, readCostMonths } from '../cost-sums.ts'
import type { CostSumsBeside } from '../costs.ts'
import type { DatasetParts } from '../datasets.ts'
import { readFacets } from '../datasets/list-datasets.ts'
import { planPages } from '../datasets/plan-edit.ts'
import type { DecisionsBeside } from '../decisions.ts'
import type { BookDeps } from '../deps.ts'
import { type ExportMaker, makeExport } from '../make-export.ts'
import type { OwnersBeside } from '../owners.ts'
import { planOwnerPages } from '../owners/plan-change.ts'
import { openDecisionsFile, readDecisionsFile } from '../read-decisions-file.ts'
import { runBigCommand } from '../run-big-command.ts'

type BesideHere = DatasetParts & OwnersBeside & DecisionsBeside & CostSumsBeside & { readonly titles: string[] }

/** Runs big commands, plans and exports where the test is, as a worker would; `titles` are the jobs a person would see. */
export function besideHere(deps: BookDeps): BesideHere {
  const titles: string[] = []
  const beside: RunBeside = async (title, name, input) => {
    titles.push(title)
    if (deps.file.write === null) throw new Error('the test book is read-only')
    deps.rules.drop()
    return runBigCommand(deps, deps.file.write, name, input)
  }
  const planBeside: DatasetParts['planBeside'] = (asked) =>
    Promise.resolve(structuredClone(planPages(deps.rules.current(deps.read), deps.read, asked)))
  const countUndoBeside: DecisionsBeside['countUndoBeside'] = (groupId) => Promise.resolve(countUndo(deps.read, groupId))
  const planOwner: OwnersBeside['planOwner'] = (change) =>
    Promise.resolve(structuredClone(planOwnerPages(deps.rules.current(deps.read), deps.read, change)))
  const importBeside: DecisionsBeside['importBeside'] = async (title, picked) =>
    beside(title, 'decisions.import', await readDecisionsFile(await openDecisionsFile(picked)))
  const make: ExportMaker = async (request) =>
    structuredClone(makeExport(deps.read, structuredClone(request), join(dirname(deps.file.path), `made-${randomUUID()}`)))
  const facetsBeside: DatasetParts['facetsBeside'] = (filter) => Promise.resolve(structuredClone(readFacets(deps.read, filter)))
  const sums: CostSumsBeside = {
    costMonths: () => Promise.resolve(structuredClone(readCostMonths(deps.read))),
    costGroups: (request) => Promise.resolve(structuredClone(readCostGroups(deps.read, request))),
  }
  const tickets = createTickets({ now: () => 0, randomId: () => 'ticket' })
  return { beside, importBeside, planBeside, facetsBeside, planOwner, countUndoBeside, makeExport: make, tickets, titles, ...sums }
}
