import { z } from 'zod'
import { command, query } from './kit.ts'
import { Empty, Instant, Json } from './shapes.ts'

/** Long work. Announced by `progress` events; ask `get` for the truth. */
export const Job = z.strictObject({
  jobId: z.string(),
  kind: z.enum(['preview', 'apply', 'refresh', 'undo', 'rebuild']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** What it is doing, in a few words. */
  step: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  startedAtMs: Instant,
  endedAtMs: Instant.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string(), details: Json }).nullable(),
  importId: z.int().nullable(),
})
export type Job = z.infer<typeof Job>

export const jobs = {
  list: query(Empty, z.strictObject({ items: z.array(Job).max(50) })),
  get: query(z.strictObject({ jobId: z.string() }), Job),
  /** Stops a job; the book is as before it began. */
  cancel: command(z.strictObject({ jobId: z.string() }), Empty),
}
