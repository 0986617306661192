import { MOVE_KEYS } from '../app/keys.ts'
import { SCREEN_ACTIONS } from '../app/screen-actions.ts'
import { Dialog } from '../ui/dialog.tsx'
import { EVERYWHERE, SEARCH } from './everywhere.ts'
import { keyCaps } from './key-caps.ts'

type Line = { readonly keys: readonly string[]; readonly does: string }
type Keyed = { readonly title: string; readonly keys?: string | undefined }

const linesOf = (actions: readonly Keyed[]): Line[] =>
  actions.flatMap(({ title, keys }) => (keys === undefined ? [] : [{ keys: keyCaps(keys), does: title }]))

/** What keys do in lists and in the lineage beside what the app itself listens for. */
const IN_LISTS: readonly Line[] = [
  ...Object.entries(MOVE_KEYS).map(([key, does]) => ({ keys: keyCaps(key), does })),
  { keys: ['Ctrl', 'A'], does: 'Tick all that the filter finds' },
  { keys: ['Shift', '←', '→'], does: 'On a head: width of the column' },
]
const IN_LINEAGE: readonly Line[] = [
  { keys: ['←', '→', '↑', '↓'], does: 'Walk along it' },
  { keys: ['+'], does: 'Open a node further' },
]
const IN_SEARCH: readonly Line[] = [{ keys: ['Ctrl', '↵'], does: 'Show all that is found in the Catalog' }]

/** Every key by where it works; actions are listed as they are offered. */
export function listKeys(): readonly { readonly title: string; readonly lines: readonly Line[] }[] {
  const screens: readonly (Keyed & { readonly where: string })[] = Object.values(SCREEN_ACTIONS)
  const groups = [
    { title: 'Everywhere', lines: linesOf([SEARCH, ...EVERYWHERE]) },
    { title: 'In the search', lines: IN_SEARCH },
    { title: 'In lists', lines: IN_LISTS },
    ...[...new Set(screens.map(({ where }) => where))].map((title) => ({
      title,
      lines: linesOf(screens.filter(({ where }) => where === title)),
    })),
    { title: 'In a lineage', lines: IN_LINEAGE },
  ]
  return groups.filter(({ lines }) => lines.length > 0)
}

/** Every key, in one place. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} width={1000}>
      <div className="keygroups">
        {listKeys().map(({ title, lines }) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl className="keylist">
              {lines.map(({ keys, does }) => (
                <KeyLine key={keys.join(' ')} keys={keys} does={does} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function KeyLine({ keys, does }: Line) {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  )
}
