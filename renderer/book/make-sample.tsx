import { useState } from 'react'
import { useAsk, useCommand } from '../app/api.ts'
import { FilePicker } from '../files/file-picker.tsx'
import { JobProgress } from '../ui/progress.tsx'
import { enterBook } from './enter-book.ts'

const FILE_NAME = 'larkmoor-sample.stewardbook'

/** Making the sample catalog from the first start: where to keep it, then how far it is. */
export function useMakeSample() {
  const [isPlacing, setPlacing] = useState(false)
  const sample = useCommand('book', 'createSample')
  return {
    begin: () => setPlacing(true),
    error: sample.error,
    isBusy: sample.isPending,
    shown: (
      <>
        {sample.isPending && <SampleProgress />}
        {isPlacing && (
          <FilePicker
            title="Where to keep the sample catalog"
            action="Make it"
            purpose="book-create"
            isWanted={() => false}
            newName={FILE_NAME}
            onClose={() => setPlacing(false)}
            onPicked={({ pickId }) => {
              setPlacing(false)
              sample.mutate({ pickId }, { told: enterBook })
            }}
          />
        )}
      </>
    ),
  }
}

function SampleProgress() {
  const jobs = useAsk('jobs', 'list', {})
  const job = jobs.data?.items.find(({ state }) => state === 'running')
  return job === undefined ? null : <JobProgress job={job} />
}
