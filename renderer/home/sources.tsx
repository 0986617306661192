import { Link } from '@tanstack/react-router'
import type { HomeSource } from '#contract/home'
import { formatCount, plural } from '#core/format'
import { useRefresh } from '../sources/refresh.ts'
import { IconButton } from '../ui/button.tsx'
import { Dash } from '../ui/parts.tsx'
import { When } from '../ui/when.tsx'

/** Where the catalog comes from, and how long ago each source was last read. */
export function HomeSources({ items, total }: { items: readonly HomeSource[]; total: number }) {
  const refresh = useRefresh()
  return (
    <section aria-labelledby="sources">
      <div className="sect">
        <h2 id="sources">Sources</h2>
        <span className="right">last import</span>
      </div>
      {items.length === 0 ? (
        <p className="ruled quiet">Nothing is imported yet; all of it was set up by hand.</p>
      ) : (
        <ul className="ruled sourcelines">
          {items.map((source) => (
            <SourceLine key={source.sourceId} source={source} onRefresh={() => refresh(source.sourceId)} />
          ))}
        </ul>
      )}
      {total > items.length && (
        <p className="quiet">
          <Link to="/sources" className="ev">
            and {formatCount(total - items.length)} more
          </Link>
        </p>
      )}
    </section>
  )
}

function SourceLine({ source, onRefresh }: { source: HomeSource; onRefresh: () => void }) {
  const { sourceId, name, isStale, staleAfterDays, canRefresh, lastImport } = source
  return (
    <li>
      <Link to="/sources/$sourceId" params={{ sourceId: String(sourceId) }} className="ev cut" title={name}>
        {name}
      </Link>
      <span className="row">
        {isStale && (
          <span className="late small" title={`Not found up to date for more than ${plural(staleAfterDays, 'day')}`}>
            stale
          </span>
        )}
        {lastImport === null ? (
          <Dash why="None of its imports stands" />
        ) : (
          <Link to="/sources/imports/$importId" params={{ importId: String(lastImport.importId) }} className="ev small soft">
            <When atMs={lastImport.startedAtMs} />
          </Link>
        )}
        {isStale && canRefresh && <IconButton icon="refresh" label={`Refresh ${name}`} onClick={onRefresh} />}
      </span>
    </li>
  )
}
