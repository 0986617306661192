import { showOverlay } from '../app/overlay.ts'
import { EXPORTS } from '../files/exports.ts'
import { FileMenu } from '../files/file-menu.tsx'
import { Button } from '../ui/button.tsx'

/** What can be done with the glossary as a whole. */
export function GlossaryActions() {
  return (
    <>
      <FileMenu take={{ format: 'glossary', label: 'Import a glossary', hint: 'CSV, OpenMetadata, DataHub' }} give={EXPORTS.glossary} />
      <Button icon="plus" onClick={() => showOverlay('new-term')} title="New term (n)" aria-keyshortcuts="n">
        <span className="label-wide">Term</span>
      </Button>
    </>
  )
}
