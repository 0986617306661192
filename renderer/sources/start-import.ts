import { useNavigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import type { AppError } from '#core/errors'
import { asAppError, type Input, send } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { rememberPreview } from '../app/job-endings.ts'
import { type LocalFile, uploadFiles, type UploadProgress } from '../files/upload.ts'

type Preview = Input<'imports', 'preview'>
/** What is known before the files are read. */
export type ImportWish = { format?: Preview['format'] | undefined; sourceName?: string | undefined; sourceId?: number | undefined }

export type ImportStart = {
  readonly upload: UploadProgress | null
  readonly error: AppError | null
  readonly isBusy: boolean
  readonly fromFiles: (files: readonly LocalFile[], wish: ImportWish) => void
  readonly fromPick: (pickId: string, wish: ImportWish) => void
  /** By the system's own dialog, where there is one. */
  readonly fromDialog: (target: 'files' | 'folder', wish: ImportWish) => void
  /** The files a source remembers, looked at where they are. */
  readonly again: (sourceId: number) => void
  readonly cancel: () => void
}

/** Sends files where needed, lets them be looked at, and goes to the preview. */
export function useStartImport(): ImportStart {
  const navigate = useNavigate()
  const [upload, setUpload] = useState<UploadProgress | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const stop = useRef<AbortController | null>(null)

  // `work` answers the pick's id, null where nothing was picked, undefined where the source remembers its files.
  const run = useCallback(
    (work: () => Promise<string | null | undefined>, wish: ImportWish) => {
      setError(null)
      setBusy(true)
      const look = async (): Promise<void> => {
        const pickId = await work()
        if (pickId === null) return
        const { format, sourceName, sourceId } = wish
        const { jobId, planId } = await send('imports', 'preview', {
          ...(pickId === undefined ? {} : { pickId }),
          ...(format === undefined ? {} : { format }),
          ...(sourceName === undefined || sourceName.trim() === '' ? {} : { sourceName: sourceName.trim() }),
          ...(sourceId === undefined ? {} : { sourceId }),
        })
        const search = { job: jobId, plan: planId, ...(format === undefined ? {} : { format }) }
        rememberPreview(search)
        await navigate({ to: '/sources/import', search })
      }
      look()
        .catch((failure: unknown) => setError(asAppError(failure)))
        .finally(() => {
          setBusy(false)
          setUpload(null)
        })
    },
    [navigate],
  )
  return {
    upload,
    error,
    isBusy,
    fromFiles: (files, wish) => {
      const abort = new AbortController()
      stop.current = abort
      run(async () => (await uploadFiles(files, wish.format ?? null, setUpload, abort.signal)).pickId, wish)
    },
    fromPick: (pickId, wish) => run(async () => pickId, wish),
    fromDialog: (target, wish) => run(async () => (await bridge.desktop?.choose({ purpose: 'import', target }))?.pickId ?? null, wish),
    again: (sourceId) => run(async () => undefined, { sourceId }),
    cancel: () => stop.current?.abort(),
  }
}
