import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { NewTermDialog } from './new-term.tsx'
import { TermLinks } from './term-links.tsx'

/** A name that datasets or columns carry and nobody has defined. */
export function UsedNamePage({ name }: { name: string }) {
  const [isDefining, setDefining] = useState(false)
  return (
    <>
      <div className="titlebar wordy">
        <div className="row">
          <h1 className="cut" title={name}>
            {name}
          </h1>
          <span className="soft">is not defined yet.</span>
          <span className="grow" />
          <Button look="primary" icon="plus" onClick={() => setDefining(true)}>
            Define it
          </Button>
        </div>
      </div>
      <TermLinks name={name} />
      {isDefining && <NewTermDialog name={name} onClose={() => setDefining(false)} />}
    </>
  )
}
