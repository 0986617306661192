import { assets } from './assets.ts'
import { book } from './book.ts'
import { costs } from './costs.ts'
import { datasets } from './datasets.ts'
import { decisions } from './decisions.ts'
import { desktop } from './desktop.ts'
import { domains } from './domains.ts'
import { home } from './home.ts'
import { imports } from './imports.ts'
import { jobs } from './jobs.ts'
import { journal } from './journal.ts'
import type { Client } from './kit.ts'
import { lineage } from './lineage.ts'
import { owners } from './owners.ts'
import { products } from './products.ts'
import { reports } from './reports.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { sources } from './sources.ts'
import { suggestions } from './suggestions.ts'
import { terms } from './terms.ts'
import { views } from './views.ts'

/** Everything a screen or the command line may ask. */
export const contract = {
  assets,
  book,
  costs,
  datasets,
  decisions,
  desktop,
  domains,
  home,
  imports,
  jobs,
  journal,
  lineage,
  owners,
  products,
  reports,
  search,
  settings,
  sources,
  suggestions,
  terms,
  views,
}
export type AppContract = typeof contract
export type AppClient = Client<AppContract>
