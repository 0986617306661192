import { Dialog } from '../ui/dialog.tsx'

const KEYS: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'search, and everything to do'],
      ['?', 'this list'],
      ['g h', 'go to Home'],
      ['g c', 'go to Catalog'],
      ['g t', 'go to Glossary'],
      ['g o', 'go to Costs'],
      ['g r', 'go to Reports'],
      ['g s', 'go to Sources'],
      ['g ,', 'go to Settings'],
    ],
  },
  {
    title: 'In lists',
    keys: [
      ['/', 'filter'],
      ['j k', 'next, previous row'],
      ['x', 'tick the row'],
      ['Ctrl A', 'tick all that the filter finds'],
      ['e', 'edit what is ticked'],
      ['n', 'new term, in the glossary'],
      ['l', 'link, on a term'],
      ['↵', 'open the row'],
      ['Esc', 'close, go back'],
      ['Shift ← →', 'on a head: width of the column'],
    ],
  },
  {
    title: 'On a dataset',
    keys: [
      ['e', 'edit'],
      ['← → ↑ ↓', 'walk along the lineage'],
      ['+', 'open a node further'],
    ],
  },
]

/** Every key, in one place. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} width={440}>
      {KEYS.map((group) => (
        <section key={group.title} style={{ marginBottom: 12 }}>
          <h2>{group.title}</h2>
          <dl className="keylist">
            {group.keys.map(([keys, words]) => (
              <Line key={keys} keys={keys} words={words} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}

function Line({ keys, words }: { keys: string; words: string }) {
  return (
    <>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </>
  )
}
