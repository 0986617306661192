import { useQueries } from '@tanstack/react-query'
import { ask } from '../app/api.ts'

/** What data products are called, by their keys, as far as that is known (yet). */
export function useProductNames(keys: readonly string[]): (key: string) => string | undefined {
  const products = useQueries({ queries: keys.map((key) => ask('products', 'get', { key })) })
  return (key) => products[keys.indexOf(key)]?.data?.row.name
}
