import { useNavigate } from '@tanstack/react-router'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AppError } from '#core/errors'
import { asAppError, type Input, send } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { rememberPreview } from '../app/job-endings.ts'
import { useStillHere } from '../app/still-here.ts'
import { type LocalFile, uploadFiles, type UploadProgress } from '../files/upload.ts'
import { toastError } from '../ui/toast.tsx'

type Preview = Input<'imports', 'preview'>
/** What is known before the files are read. */
export type ImportWish = { format?: Preview['format'] | undefined; sourceName?: string | undefined; sourceId?: number | undefined }

/** Answers the pick's id, null where nothing was picked, undefined where the source remembers its files. */
type Picking = (onProgress: (progress: UploadProgress) => void, signal: AbortSignal) => Promise<string | null | undefined>
/** The import that is being begun, one at a time, whatever screen is shown meanwhile. */
type Beginning = {
  readonly upload: UploadProgress | null
  readonly isBusy: boolean
  /** Rejects with what went wrong. */
  readonly begin: (picking: Picking, wish: ImportWish) => Promise<void>
  readonly cancel: () => void
}
const BeginningContext = createContext<Beginning | null>(null)

/** Sends files where needed, lets them be looked at, and goes to the preview; who has gone elsewhere by then is told when it is ready. */
export function ImportBeginning({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  const watchScreen = useStillHere()
  const [upload, setUpload] = useState<UploadProgress | null>(null)
  const [isBusy, setBusy] = useState(false)
  const stop = useRef<AbortController | null>(null)
  const cancel = useCallback(() => stop.current?.abort(), [])
  // Nothing is imported into a catalog file that was closed meanwhile.
  useEffect(() => cancel, [cancel])

  const begin = useCallback(
    async (picking: Picking, { format, sourceName, sourceId }: ImportWish): Promise<void> => {
      const isStillHere = watchScreen()
      const abort = new AbortController()
      stop.current = abort
      setBusy(true)
      try {
        const pickId = await picking(setUpload, abort.signal)
        if (pickId === null) return
        const { jobId, planId } = await send('imports', 'preview', {
          ...(pickId === undefined ? {} : { pickId }),
          ...(format === undefined ? {} : { format }),
          ...(sourceName === undefined || sourceName.trim() === '' ? {} : { sourceName: sourceName.trim() }),
          ...(sourceId === undefined ? {} : { sourceId }),
        })
        const search = { job: jobId, plan: planId, ...(format === undefined ? {} : { format }) }
        rememberPreview(search)
        if (isStillHere()) await navigate({ to: '/sources/import', search })
      } finally {
        setBusy(false)
        setUpload(null)
      }
    },
    [navigate, watchScreen],
  )
  const beginning = useMemo(() => ({ upload, isBusy, begin, cancel }), [upload, isBusy, begin, cancel])
  return <BeginningContext value={beginning}>{children}</BeginningContext>
}

export type ImportStart = Omit<Beginning, 'begin'> & {
  /** What went wrong with what was begun here. */
  readonly error: AppError | null
  readonly fromFiles: (files: readonly LocalFile[], wish: ImportWish) => void
  readonly fromPick: (pickId: string, wish: ImportWish) => void
  /** By the system's own dialog, where there is one. */
  readonly fromDialog: (target: 'files' | 'folder', wish: ImportWish) => void
  /** The files a source remembers, looked at where they are. */
  readonly again: (sourceId: number) => void
}

/** Begins imports from one place of the window, which shows what goes wrong; once it is gone, a message does. */
export function useStartImport(): ImportStart {
  const beginning = use(BeginningContext)
  if (beginning === null) throw new Error('No import can be begun outside ImportBeginning.')
  const { upload, isBusy, begin, cancel } = beginning
  const [error, setError] = useState<AppError | null>(null)
  const isShown = useRef(false)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
    }
  }, [])
  const run = (picking: Picking, wish: ImportWish): void => {
    setError(null)
    begin(picking, wish).catch((failure: unknown) => (isShown.current ? setError : toastError)(asAppError(failure)))
  }
  return {
    upload,
    error,
    isBusy,
    fromFiles: (files, wish) => run(async (...how) => (await uploadFiles(files, wish.format ?? null, ...how)).pickId, wish),
    fromPick: (pickId, wish) => run(async () => pickId, wish),
    fromDialog: (target, wish) => run(async () => (await bridge.desktop?.choose({ purpose: 'import', target }))?.pickId ?? null, wish),
    again: (sourceId) => run(async () => undefined, { sourceId }),
    cancel,
  }
}
