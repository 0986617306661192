import { plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

/** Rules are data: each set with its version and its content. */
export function RulesSection() {
  const query = useAsk('settings', 'get', {})
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={4} />
  const packs = query.data.rulePacks
  if (packs.length === 0) return <Empty text="No rule set is in use." />
  return (
    <div className="settings">
      <p className="soft">Everything Stewardbook concludes names the rule set and its version. These are in use.</p>
      <div className="extras ruled">
        {packs.map((pack) => (
          <details key={pack.id}>
            <summary>
              <span>{pack.title}</span>
              <span className="muted small">
                {pack.id} {pack.version}
              </span>
              <span className="muted small right">{plural(pack.rules, 'rule')}</span>
            </summary>
            <pre tabIndex={0}>{JSON.stringify(pack.content, null, 2)}</pre>
          </details>
        ))}
      </div>
    </div>
  )
}
