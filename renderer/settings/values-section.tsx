import { Link } from '@tanstack/react-router'
import { plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { assetLink, kindWords } from '../datasets/asset-link.ts'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

/** Where values of data came in with metadata and are kept: accepted values, rows of unit tests, messages. */
export function ValuesSection() {
  const query = useAsk('settings', 'valuesHeld', {})
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={6} />
  const { items, total } = query.data
  if (items.length === 0) return <Empty text="None: this catalog file holds descriptions of data only, no value of it." />
  return (
    <div className="settings wide-page">
      <p className="soft">Values of data that came in with metadata. They stand in no search and no report unless asked for.</p>
      <table className="t tight ruled">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Kind</th>
            <th scope="col">Told by</th>
            <th scope="col">Which parts</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={`${item.asset.key} ${item.part} ${index}`}>
              <td style={{ maxWidth: 320 }}>
                <Link {...assetLink(item.asset)} className="ev wordy">
                  <code>{item.asset.name}</code>
                </Link>
              </td>
              <td className="soft">{kindWords(item.asset)}</td>
              <td className="soft">{item.part}</td>
              <td className="soft wordy">{item.paths.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > items.length && <p className="small muted">and {plural(total - items.length, 'more', 'more')}</p>}
    </div>
  )
}
