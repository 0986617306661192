import type { Receipt } from '#contract/imports'
import { send } from '../app/api.ts'
import { saveOne } from '../files/save-file.ts'
import { Button } from '../ui/button.tsx'

const WHY_NOT = {
  'over-limit': 'It is larger than originals were kept up to.',
  'switched-off': 'Originals were not kept then (a setting).',
  'not-kept': 'It was not kept with the catalog file.',
} as const

/** Whether a file's original is kept; of an import that was made, it can be had again. */
export function Original({ file, importId }: { file: Receipt['files'][number]; importId: number | undefined }) {
  if (file.original !== 'kept') {
    return (
      <span className="late" title={`${WHY_NOT[file.original]} What was left out of it can only be read in the file itself.`}>
        not kept
      </span>
    )
  }
  if (importId === undefined) return <span className="soft">kept</span>
  return (
    <Button look="ghost" icon="download" onClick={() => save(importId, file.name)} aria-label={`Download the original of ${file.name}`}>
      Download
    </Button>
  )
}

function save(importId: number, name: string): void {
  saveOne(
    () => send('imports', 'original', { importId, file: name }),
    ({ fileName }) => `The original of ${name} saved as ${fileName}.`,
  )
}
