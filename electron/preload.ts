import { contextBridge, ipcRenderer, webUtils } from 'electron'

contextBridge.exposeInMainWorld('stewardbook', {
  call: (path: unknown, input: unknown) => ipcRenderer.invoke('stewardbook:call', path, input),
  drop: (purpose: unknown, files: readonly File[]) =>
    ipcRenderer.invoke(
      'stewardbook:drop',
      purpose,
      files.map((file) => webUtils.getPathForFile(file)),
    ), // prettier-ignore
  onNotice: (listener: (notice: unknown) => void) => void ipcRenderer.on('stewardbook:notice', (_event, notice) => listener(notice)),
})
