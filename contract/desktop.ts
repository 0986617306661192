import { z } from 'zod'
import { command, query } from './kit.ts'
import { Empty, Instant } from './shapes.ts'

/** What a pick will be used for; a pick id works once, for its purpose only. */
export const PickPurpose = z.enum(['book-create', 'book-open', 'book-copy', 'import', 'decisions-import'])
export type PickPurpose = z.infer<typeof PickPurpose>
export const Pick = z.strictObject({ pickId: z.string(), name: z.string() })

/**
 * Files chosen by a person. Screens never hold a path: they hold pick ids.
 * In browser mode folders are listed below the server's root, by relative names that are checked for containment.
 */
export const desktop = {
  info: query(Empty, z.strictObject({ kind: z.enum(['browser', 'electron']), rootName: z.string(), uploadLimitBytes: z.number() })),
  listFolder: query(
    z.strictObject({ folder: z.string().max(4000) }),
    z.strictObject({
      folder: z.string(),
      entries: z
        .array(z.strictObject({ name: z.string(), kind: z.enum(['file', 'folder']), sizeBytes: z.number(), modifiedAtMs: Instant }))
        .max(2000),
      hidden: z.int(),
    }),
  ),
  /** Picks one file or folder below the root; `.` is the folder itself. For book-create and book-copy the file need not exist yet. */
  pick: command(z.strictObject({ purpose: PickPurpose, folder: z.string().max(4000), name: z.string().min(1).max(255) }), Pick),
  uploadBegin: command(
    z.strictObject({
      purpose: PickPurpose,
      files: z
        .array(z.strictObject({ name: z.string().min(1).max(400), sizeBytes: z.int().min(0) }))
        .min(1)
        .max(200),
    }),
    z.strictObject({ uploadId: z.string() }),
  ),
  uploadChunk: command(
    z.strictObject({ uploadId: z.string(), file: z.int().min(0), offset: z.int().min(0), base64: z.string().max(1_500_000) }),
    z.strictObject({ receivedBytes: z.int() }),
  ),
  uploadEnd: command(z.strictObject({ uploadId: z.string() }), Pick),
}
