import type { HomeList } from '#contract/home'

/** Where the list behind a number is: the same rows, narrowed in the address. */
export function listLink(list: HomeList) {
  switch (list.kind) {
    case 'datasets':
      return { to: '/catalog', search: list.filter } as const
    case 'sources':
      return { to: '/sources', search: { only: 'stale' } } as const
    case 'owners':
      return { to: '/settings', search: { section: 'owners', only: 'left' } } as const
  }
}
