import { Link } from '@tanstack/react-router'
import { formatCount } from '#core/format'
import { useAsk } from '../app/api.ts'

/** The data products a dataset is part of; nothing where there are none. */
export function ProductsOf({ datasetKey }: { datasetKey: string }) {
  const items = useAsk('products', 'ofDataset', { key: datasetKey }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <section>
      <div className="sect">
        <h2>Part of</h2>
        <span className="right">{formatCount(items.length)}</span>
      </div>
      <ul className="neighbours ruled" aria-label="Data products">
        {items.map(({ key, name }) => (
          <li key={key}>
            <Link to="/catalog/products/product" search={{ key }} className="cut link" title={name}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
