import { Link } from '@tanstack/react-router'
import { formatCount } from '#core/format'
import type { Output } from '../app/api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { DatasetName } from '../ui/name.tsx'

/** The checks that fail and did not before, each with the dataset it looks at. */
export function FailingDialog({
  failing: { items, total },
  onClose,
}: {
  failing: Output<'home', 'since'>['failing']
  onClose: () => void
}) {
  return (
    <Dialog title="Checks that did not fail before" onClose={onClose} width={640}>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Checks">
        <table className="t tight">
          <thead>
            <tr>
              <th scope="col">Dataset</th>
              <th scope="col">Check</th>
            </tr>
          </thead>
          <tbody>
            {items.map((check) => (
              <tr key={check.key}>
                <td>
                  <Link to="/catalog/dataset" search={{ key: check.datasetKey, tab: 'checks' }} className="ev" onClick={onClose}>
                    <DatasetName schema={check.schema} name={check.datasetName} />
                  </Link>
                </td>
                <td>
                  <Link to="/catalog/asset" search={{ key: check.key }} className="ev soft" onClick={onClose}>
                    {check.name}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > items.length && <p className="small muted">and {formatCount(total - items.length)} more</p>}
    </Dialog>
  )
}
