import { useEffect } from 'react'
import { formatBytes } from '#core/format'
import { useDrop } from '../files/drop.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { type ImportStart, useStartImport } from './start-import.tsx'

/** Files dropped on any screen begin an import. Rendered where no screen has a place of its own for them. */
export function DropImport() {
  const start = useStartImport()
  const { error } = start
  useEffect(() => {
    if (error !== null) toastError(error)
  }, [error])
  const veil = useDrop('Drop to look at these files', (files) => {
    if (!start.isBusy) start.fromFiles(files, {})
  })
  return (
    <>
      {veil}
      {start.upload !== null && (
        <div className="sending">
          <UploadLine start={start} />
        </div>
      )}
    </>
  )
}

/** Sending files: how far, and Cancel. */
export function UploadLine({ start }: { start: ImportStart }) {
  if (start.error !== null) {
    return (
      <div style={{ padding: '0 24px' }}>
        <ErrorBlock error={start.error} kept="Nothing was imported." />
      </div>
    )
  }
  if (start.upload === null) return null
  const { doneBytes, totalBytes } = start.upload
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes
  return (
    <div className="jobline" style={{ padding: '12px 24px' }}>
      <div className="row">
        <span className="grow">Taking the files over</span>
        <span className="soft">
          {formatBytes(doneBytes)} of {formatBytes(totalBytes)}
        </span>
        <Button onClick={start.cancel}>Cancel</Button>
      </div>
      <span
        className="meter"
        role="progressbar"
        aria-label="Taking the files over"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  )
}
