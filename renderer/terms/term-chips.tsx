import { Link } from '@tanstack/react-router'
import { plural } from '#core/format'

const LISTED_AT_MOST = 8

/** Names of glossary terms, each a way to its page; a name nobody defined has a page too, which offers to. */
export function TermChips({ names }: { names: readonly string[] }) {
  return (
    <span className="chips">
      {names.slice(0, LISTED_AT_MOST).map((name) => (
        <Link key={name} to="/catalog/glossary/term" search={{ key: name }} className="chip line" title={name}>
          <span className="cut">{name}</span>
        </Link>
      ))}
      {names.length > LISTED_AT_MOST && (
        <span className="small muted" title={names.slice(LISTED_AT_MOST).join('\n')}>
          and {plural(names.length - LISTED_AT_MOST, 'more', 'more')}
        </span>
      )}
    </span>
  )
}
