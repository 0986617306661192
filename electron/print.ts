import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { askWhereToSave } from './dialogs.ts'

/** Keeps what a window shows as a PDF, with tags and an outline for those who can't see it. */
export async function savePageAsPdf(window: BrowserWindow): Promise<void> {
  const path = await askWhereToSave(window, 'stewardbook.pdf')
  if (path === null) return
  try {
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
    await writeFile(path, pdf)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    await dialog.showMessageBox(window, { type: 'error', message: 'The PDF could not be saved.', detail, buttons: ['Close'] })
  }
}
