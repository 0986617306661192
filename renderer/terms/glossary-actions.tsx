import { Button } from '../ui/button.tsx'

/** What can be done with the glossary as a whole. */
export function GlossaryActions({ onAdd }: { onAdd: () => void }) {
  return (
    <Button icon="plus" onClick={onAdd} title="New term (n)" aria-keyshortcuts="n">
      <span className="label-wide">Term</span>
    </Button>
  )
}
