import { Link } from '@tanstack/react-router'
import { formatCount } from '#core/format'
import { useAsk } from '../app/api.ts'
import { NotRead } from '../ui/states.tsx'

/** The data products a dataset is part of; nothing where there are none. */
export function ProductsOf({ datasetKey }: { datasetKey: string }) {
  const query = useAsk('products', 'ofDataset', { key: datasetKey })
  const items = query.data?.items ?? []
  if (items.length === 0) return <NotRead what="The data products it is part of" query={query} />
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
