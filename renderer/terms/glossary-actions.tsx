import type { Input } from '../app/api.ts'
import { send } from '../app/api.ts'
import { FileMenu } from '../files/file-menu.tsx'
import { Button } from '../ui/button.tsx'

const SHAPES: readonly { shape: Input<'terms', 'export'>['shape']; label: string; hint: string }[] = [
  { shape: 'csv', label: 'Export as a table', hint: 'CSV, can be imported again' },
  { shape: 'openmetadata', label: 'Export for OpenMetadata', hint: 'CSV' },
  { shape: 'datahub', label: 'Export for DataHub', hint: 'YAML' },
]

/** What can be done with the glossary as a whole. */
export function GlossaryActions({ onAdd }: { onAdd: () => void }) {
  return (
    <>
      <FileMenu
        take={{ format: 'glossary', label: 'Import a glossary', hint: 'CSV, OpenMetadata, DataHub' }}
        give={SHAPES.map(({ shape, label, hint }) => ({ label, hint, write: () => send('terms', 'export', { shape }) }))}
        noun="term"
      />
      <Button icon="plus" onClick={onAdd} title="New term (n)" aria-keyshortcuts="n">
        <span className="label-wide">Term</span>
      </Button>
    </>
  )
}
