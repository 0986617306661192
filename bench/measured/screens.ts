import type { Host } from '#services/host'
import { type Numbers, timed } from '../probe.ts'
import { openBench } from './host.ts'

/** What each screen asks first, and what a first choice on it asks next. */
const QUESTIONS: Readonly<Record<string, (host: Host, importId: number) => Promise<unknown>>> = {
  home: ({ client }) => client.home.today({}),
  list: ({ client }) => client.datasets.list({}),
  narrowedFacets: ({ client }) => client.datasets.facets({ filter: { tier: [''] } }),
  narrowedList: ({ client }) => client.datasets.list({ filter: { gap: ['no_owner'] }, sort: { by: 'ownerTeam', direction: 'desc' } }),
  terms: ({ client }) => client.terms.list({}),
  termFacets: ({ client }) => client.terms.facets({}),
  undefinedTerms: ({ client }) => client.terms.listUndefined({}),
  domains: ({ client }) => client.domains.list({}),
  products: ({ client }) => client.products.list({}),
  owners: ({ client }) => client.owners.list({}),
  sources: ({ client }) => client.sources.list({}),
  imports: ({ client }) => client.imports.list({}),
  importChanges: ({ client }, importId) => client.imports.changes({ importId }),
  changedOnly: ({ client }, importId) => client.imports.changes({ importId, filter: { change: 'changed' } }),
  journal: ({ client }) => client.journal.list({}),
  decisions: ({ client }) => client.decisions.list({}),
  costMonths: ({ client }) => client.costs.months({}),
  costPipelines: ({ client }) => client.costs.groups({ by: 'pipeline', currency: 'USD' }),
  costsOfMonth: ({ client }) => client.costs.groups({ by: 'component', currency: 'USD', month: '2025-06' }),
  costEntries: ({ client }) => client.costs.entries({ filter: { month: '2025-06' } }),
  views: ({ client }) => client.views.list({}),
  settings: ({ client }) => client.settings.get({}),
}

/** The slowest of them, the second time it is asked: a question that goes through the catalog more than a few times is found out. */
export async function run(input: { readonly book: string; readonly folder: string }): Promise<Numbers> {
  const host = await openBench(input.folder, input.book)
  const { items } = await host.client.imports.list({})
  const importId = items[0]?.importId ?? 0
  const taken: Record<string, number> = {}
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    await ask(host, importId)
    taken[`${name}Ms`] = await timed(() => ask(host, importId))
  }
  await host.close()
  return { ...taken, slowestMs: Math.max(...Object.values(taken)) }
}
