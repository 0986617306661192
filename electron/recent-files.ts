import { app } from 'electron'
import type { Catalogs } from './catalogs.ts'

/** The system's own list of recent files, and on macOS the file behind a window. */
export function setupRecentFiles(catalogs: Catalogs): void {
  const known = new Set<string>()
  catalogs.onChange(() => {
    for (const { book, windows } of catalogs.all()) {
      for (const window of windows) if (!window.isDestroyed()) window.setRepresentedFilename(book?.path ?? '')
      if (book === null || known.has(book.path)) continue
      known.add(book.path)
      app.addRecentDocument(book.path)
    }
  })
}
