import { type NavigateOptions, useRouter } from '@tanstack/react-router'
import type { MouseEvent } from 'react'

const SECTIONS = [
  { id: 'datasets', label: 'Datasets', go: { to: '/catalog' } },
  { id: 'glossary', label: 'Glossary', go: { to: '/catalog/glossary' } },
  { id: 'domains', label: 'Domains', go: { to: '/catalog/domains' } },
  { id: 'products', label: 'Products', go: { to: '/catalog/products' } },
  { id: 'other', label: 'Other', go: { to: '/catalog/other' } },
] as const satisfies readonly { id: string; label: string; go: NavigateOptions }[]
type Section = (typeof SECTIONS)[number]['id']

/** The lists of the Catalog, each with its own address. */
export function CatalogSections({ current }: { current: Section }) {
  const router = useRouter()
  const onClick = (event: MouseEvent, go: NavigateOptions): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    void router.navigate(go)
  }
  return (
    <nav className="sections" aria-label="Lists of the catalog">
      {SECTIONS.map(({ id, label, go }) => (
        <a
          key={id}
          href={router.buildLocation(go).href}
          aria-current={id === current ? 'page' : undefined}
          onClick={(event) => onClick(event, go)}
        >
          {label}
        </a>
      ))}
    </nav>
  )
}
