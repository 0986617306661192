import type { Report } from '../document.ts'
import { instantText } from '../instant.ts'

export const SOURCE_LABELS = ['Source', 'Format', 'Import', 'Imported', 'Made', 'File', 'sha256'] as const
export type SourceRow = readonly [
  name: string,
  format: string,
  importId: number,
  imported: string,
  made: string,
  file: string,
  sha256: string,
]

/** What a report stands on, a row for each file. A source without one has a row all the same. */
export function sourceRows({ sources }: Report['head']): SourceRow[] {
  const madeText = (atMs: number | null): string => (atMs === null ? 'not said' : instantText(atMs))
  return sources.flatMap(({ name, format, importId, generatedAtMs, files }): SourceRow[] =>
    files.length === 0
      ? [[name, format, importId, '', madeText(generatedAtMs), '(no file)', '']]
      : files.map((file) => [
          name,
          format,
          file.importId,
          instantText(file.importedAtMs),
          madeText(file.generatedAtMs),
          file.name,
          file.sha256,
        ]),
  )
}
