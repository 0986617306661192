import { type NavigateOptions, useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

export type Tab = {
  readonly id: string
  readonly label: string
  /** A count or a few words, quiet. */
  readonly aside?: ReactNode
  readonly isCurrent: boolean
  readonly go: NavigateOptions
}

/** Views of one thing, each with its own address. (The router's own links would decide by themselves which is current.) */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const router = useRouter()
  const onClick = (event: MouseEvent, tab: Tab): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    void router.navigate(tab.go)
  }
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.id}
          href={router.buildLocation(tab.go).href}
          aria-current={tab.isCurrent ? 'page' : undefined}
          onClick={(event) => onClick(event, tab)}
        >
          {tab.label}
          {tab.aside !== undefined && tab.aside !== null && <em>{tab.aside}</em>}
        </a>
      ))}
    </nav>
  )
}
