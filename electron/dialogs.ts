import { basename, extname, join } from 'node:path'
import { app, type BrowserWindow, dialog, type FileFilter } from 'electron'
import type { PickPurpose } from '#contract/desktop'
import type { ChooseTarget } from '#contract/window'

export type Wish = { readonly purpose: PickPurpose; readonly target: ChooseTarget; readonly newName?: string | undefined }

const BOOKS: FileFilter = { name: 'Catalog files', extensions: ['stewardbook'] }
const ANY: FileFilter = { name: 'All files', extensions: ['*'] }
const WORDS: Readonly<Record<PickPurpose, { readonly title: string; readonly filters: FileFilter[] }>> = {
  'book-create': { title: 'Create a catalog file', filters: [BOOKS] },
  'book-open': { title: 'Open a catalog file', filters: [BOOKS, ANY] },
  'book-copy': { title: 'Save a copy', filters: [BOOKS] },
  import: {
    title: 'Choose files to import',
    filters: [{ name: 'JSON, CSV and YAML', extensions: ['json', 'csv', 'yaml', 'yml', 'gz'] }, ANY],
  },
  'decisions-import': { title: 'Choose a file of decisions', filters: [{ name: 'JSON', extensions: ['json'] }, ANY] },
}

/** Shows the system's own dialog. @returns the paths the person named; null when they changed their mind */
export async function chooseFiles(window: BrowserWindow, { purpose, target, newName }: Wish): Promise<string[] | null> {
  const { title, filters } = WORDS[purpose]
  if (target === 'new-file') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      filters,
      defaultPath: placeFor(newName ?? 'catalog.stewardbook'),
    })
    return canceled || filePath === '' ? null : [extname(filePath) === '' ? `${filePath}.stewardbook` : filePath]
  }
  const kind = target === 'folder' ? 'openDirectory' : 'openFile'
  const properties: Electron.OpenDialogOptions['properties'] = target === 'files' ? [kind, 'multiSelections'] : [kind]
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, properties, ...(target === 'folder' ? {} : { filters }) })
  return canceled || filePaths.length === 0 ? null : filePaths
}

/** Asks where a file should go. @returns null when the person changed their mind */
export async function askWhereToSave(window: BrowserWindow, fileName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: placeFor(fileName) })
  return canceled || filePath === '' ? null : filePath
}

/** A name a page gave is a name, never a way to another folder. */
function placeFor(fileName: string): string {
  return join(app.getPath('documents'), basename(fileName.replaceAll('\\', '/')))
}
