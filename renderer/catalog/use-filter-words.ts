import type { DatasetFilter } from '#contract/shapes'
import { useProductNames } from '../products/product-names.ts'
import { filterWords } from './filter.ts'

const NO_PRODUCT: readonly string[] = []

/** What the Catalog list is narrowed by, in words. */
export function useFilterWords(filter: DatasetFilter): string[] {
  return filterWords(filter, useProductNames(filter.product ?? NO_PRODUCT))
}
