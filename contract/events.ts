import { z } from 'zod'
import { Job } from './jobs.ts'

/** Nouns whose queries may answer differently now. */
export const Noun = z.enum([
  'assets',
  'book',
  'costs',
  'datasets',
  'decisions',
  'domains',
  'home',
  'imports',
  'jobs',
  'journal',
  'lineage',
  'owners',
  'products',
  'reports',
  'search',
  'settings',
  'sources',
  'suggestions',
  'terms',
  'views',
])
export type Noun = z.infer<typeof Noun>

/** Events announce; they never ask. `opened`: another catalog file is open from here on, the same one anew, or none. */
export const AppEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('changed'), nouns: z.array(Noun), seq: z.int() }),
  z.strictObject({ kind: z.literal('opened') }),
  z.strictObject({ kind: z.literal('progress'), job: Job }),
])
export type AppEvent = z.infer<typeof AppEvent>
