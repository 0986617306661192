import { useState } from 'react'
import { EntryPage } from '../catalog/entry-page.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/parts.tsx'
import { NewTermDialog } from './new-term.tsx'
import { TermLinks } from './term-links.tsx'

/** A name that datasets or columns carry and nobody has defined. */
export function UsedNamePage({ name }: { name: string }) {
  const [isDefining, setDefining] = useState(false)
  return (
    <EntryPage
      noun="term"
      name={name}
      query={null}
      mark={<Chip look="dash">not defined yet</Chip>}
      tabs={[]}
      actions={
        <Button look="primary" icon="plus" onClick={() => setDefining(true)} title="Define it">
          <span className="label-wide">Define it</span>
        </Button>
      }
    >
      <TermLinks name={name} />
      {isDefining && <NewTermDialog name={name} onClose={() => setDefining(false)} />}
    </EntryPage>
  )
}
