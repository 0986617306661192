import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon.tsx'
import { Empty } from '../ui/states.tsx'

const EXAMPLE = [
  ['2026-10-01', 'orders_daily', 'core.fct_orders', 'compute', '12.40', 'EUR'],
  ['2026-10-01', 'orders_daily', '', 'storage', '0.35', 'EUR'],
  ['2026-10', 'customer_360', '', '', '180.00', 'EUR'],
] as const

/** Nothing is charged yet: what a list of costs is, and the way to bring one. */
export function NoCosts() {
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="No costs yet">
      <Empty text="No costs yet. A list of costs says what was charged: one row for each day or month and what it was for. Imported, it shows spend by month, pipeline, dataset and component, and every amount leads back to its row.">
        <Link to="/sources/import" search={{ format: 'costs' }} className="btn primary">
          <Icon name="upload" />
          Import a list of costs
        </Link>
        <Link to="/sources" className="link">
          Sources
        </Link>
      </Empty>
      <div className="costexample">
        <p className="small">
          A CSV with a day or month and an amount. The other columns may be left out or empty; anything more is kept as it is.
        </p>
        <div className="tscroll" tabIndex={0} role="region" aria-label="An example of a list of costs">
          <table className="t tight ruled">
            <thead>
              <tr>
                {['day', 'pipeline', 'dataset', 'component', 'amount', 'currency'].map((head) => (
                  <th key={head} scope="col" className={head === 'amount' ? 'num' : ''}>
                    <code>{head}</code>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {EXAMPLE.map((cells) => (
                <tr key={cells.join()}>
                  {cells.map((cell, at) => (
                    <td key={at} className={at === 4 ? 'num' : ''}>
                      <code>{cell}</code>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  )
}
