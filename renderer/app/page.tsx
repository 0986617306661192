import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { Fragment, type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../ui/button.tsx'
import { focusOnPage, isFocusLost } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { CopyButton } from '../ui/name.tsx'
import { linkTo } from './link.ts'
import { showOverlay } from './overlay.ts'

export type Crumb = {
  readonly label: string
  readonly to?:
    | '/catalog'
    | '/catalog/glossary'
    | '/catalog/domains'
    | '/catalog/products'
    | '/costs'
    | '/sources'
    | '/reports'
    | '/settings'
  readonly search?: Record<string, unknown>
}

type PageProps = {
  /** For the window's title and for screen readers. */
  title: string
  crumbs: readonly Crumb[]
  /** Links between the pages of one part of the app, beside the breadcrumb. */
  sections?: ReactNode
  actions?: ReactNode
  /** fixed: the page's parts scroll, the page itself does not. */
  layout?: 'flow' | 'fixed'
  /** own: the page shows its heading itself. */
  heading?: 'hidden' | 'own'
  children: ReactNode
}

const AFTER_DIALOG_MS = 60
let shownPath: string | null = null

/** Header with breadcrumb, search and actions, and the content below. */
export function Page({ title, crumbs, sections, actions, layout = 'flow', heading = 'hidden', children }: PageProps) {
  const main = useRef<HTMLElement>(null)
  const { history } = useRouter()
  const path = useLocation({ select: (location) => location.pathname })
  useEffect(() => {
    document.title = `${title} · Stewardbook`
  }, [title])
  useEffect(() => {
    // Going to another page by link moves the focus into it; at the very first page it stays where the browser put it.
    const before = shownPath
    shownPath = path
    if (before === null || (before === path && !isFocusLost())) return
    focusOnPage(main.current)
    // A dialog that led here gives the focus back to where it was opened, which may be gone.
    const timer = setTimeout(() => isFocusLost() && focusOnPage(main.current), AFTER_DIALOG_MS)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <div className="view">
      <header className="top">
        <Crumbs crumbs={crumbs} />
        {sections}
        <button
          type="button"
          className="find"
          onClick={() => showOverlay('search')}
          aria-label="Search"
          aria-keyshortcuts="Control+K Meta+K"
        >
          <Icon name="search" />
          <span>Search</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        {actions}
        <CopyButton text={() => linkTo(history.location.href)} label="Copy a link to this screen" icon="link" />
        <ThemeButton />
      </header>
      <main className={`main ${layout === 'fixed' ? 'fixed' : ''}`} id="main" ref={main} tabIndex={-1}>
        {heading === 'hidden' && <h1 className="vh">{title}</h1>}
        {children}
      </main>
    </div>
  )
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className="crumb" aria-label="Breadcrumb">
      {crumbs.map((crumb, index) => (
        <Fragment key={`${crumb.label}-${index}`}>
          {index > 0 && <span aria-hidden="true">/</span>}
          {crumb.to === undefined ? (
            <b className="cut" aria-current={index === crumbs.length - 1 ? 'page' : undefined} title={crumb.label}>
              {crumb.label}
            </b>
          ) : (
            <Link to={crumb.to} {...(crumb.search === undefined ? {} : { search: crumb.search })} className={index === 0 ? '' : 'cut'}>
              {crumb.label}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  )
}

function ThemeButton() {
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const next = scheme === 'dark' ? 'light' : 'dark'
  return <IconButton icon="theme" label={`Switch to the ${next} theme`} onClick={() => setColorScheme(next)} />
}
