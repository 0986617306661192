import { z } from 'zod'
import { command, query } from './kit.ts'
import { Currency, Empty, Instant } from './shapes.ts'

export const BookInfo = z.strictObject({
  name: z.string(),
  fileName: z.string(),
  /** The folder, for people; never sent back. */
  folder: z.string(),
  sizeBytes: z.number(),
  createdAtMs: Instant,
  currency: z.string(),
  isReadOnly: z.boolean(),
  /** Why this place is not safe for a book (synced or network folder), else null. */
  placeWarning: z.string().nullable(),
  seq: z.int(),
  schemaVersion: z.int(),
  headHash: z.string(),
  lastImportAtMs: Instant.nullable(),
  /** The files of some source can be read again. */
  canRefresh: z.boolean(),
  hasCosts: z.boolean(),
  counts: z.strictObject({
    datasets: z.int(),
    retiredDatasets: z.int(),
    columns: z.int(),
    edges: z.int(),
    checks: z.int(),
    sources: z.int(),
    imports: z.int(),
    decisions: z.int(),
  }),
})
export type BookInfo = z.infer<typeof BookInfo>

const RecentBook = z.strictObject({
  recentId: z.string(),
  name: z.string(),
  fileName: z.string(),
  folder: z.string(),
  openedAtMs: Instant,
  isMissing: z.boolean(),
})

export const book = {
  /** What the first screen needs. `book` is null when none is open. */
  current: query(
    Empty,
    z.strictObject({ book: BookInfo.nullable(), author: z.string(), appVersion: z.string(), recent: z.array(RecentBook).max(20) }),
  ),
  /** Makes a new book at a picked place (desktop.pick with purpose book-create) and opens it. */
  create: command(
    z.strictObject({
      pickId: z.string(),
      name: z.string().trim().min(1).max(120),
      currency: Currency.default('USD'),
    }),
    BookInfo,
  ),
  /**
   * Makes the catalog of a made-up company at a picked place (purpose book-create) and opens it. Its story ends with the last
   * morning before `untilMs` (now, where it is left out); the same seed and morning make the same book.
   */
  createSample: command(
    z.strictObject({ pickId: z.string(), seed: z.int().min(0).max(0xffff_ffff).default(1), untilMs: Instant.optional() }),
    BookInfo,
  ),
  open: command(z.strictObject({ pickId: z.string() }), BookInfo),
  openRecent: command(z.strictObject({ recentId: z.string() }), BookInfo),
  forgetRecent: command(z.strictObject({ recentId: z.string() }), Empty),
  close: command(Empty, Empty),
  /** A dated copy beside the book. */
  backup: command(Empty, z.strictObject({ fileName: z.string(), sizeBytes: z.number() })),
  /** A whole, compact copy at a picked place (purpose book-copy). */
  saveCopy: command(z.strictObject({ pickId: z.string() }), z.strictObject({ fileName: z.string(), sizeBytes: z.number() })),
  /** The file (SQLite's own check), kept originals against their hashes, lists against what sources and people say. */
  check: command(Empty, z.strictObject({ ok: z.boolean(), problems: z.array(z.string()).max(100) })),
  /** Recomputes the journal's hash chain; names the first entry that does not fit. */
  verify: command(
    Empty,
    z.strictObject({
      ok: z.boolean(),
      entries: z.int(),
      headHash: z.string(),
      firstBroken: z.strictObject({ seq: z.int(), reason: z.string() }).nullable(),
    }),
  ),
  /** The name decisions are signed with; kept outside the book. */
  setAuthor: command(z.strictObject({ author: z.string().trim().min(1).max(120) }), Empty),
}
