import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { BookInfo } from '#contract/book'
import { formatCount, formatDate, formatInstant } from '#core/format'
import { BookMark, Icon, type IconName } from '../ui/icon.tsx'
import { JobBar } from '../ui/progress.tsx'
import { useAsk } from './api.ts'
import { clock } from './clock.ts'

const NAV_KEY = 'stewardbook.nav'

type NavItem = {
  to: '/home' | '/catalog' | '/costs' | '/reports' | '/sources' | '/settings'
  label: string
  icon: IconName
  count: (book: BookInfo) => number | null
}
const ITEMS: readonly (NavItem | 'rule')[] = [
  { to: '/home', label: 'Home', icon: 'home', count: () => null },
  { to: '/catalog', label: 'Catalog', icon: 'catalog', count: (book) => book.counts.datasets },
  { to: '/costs', label: 'Costs', icon: 'costs', count: () => null },
  'rule',
  { to: '/reports', label: 'Reports', icon: 'reports', count: () => null },
  { to: '/sources', label: 'Sources', icon: 'sources', count: (book) => book.counts.sources },
  { to: '/settings', label: 'Settings', icon: 'settings', count: () => null },
]

/** The time of day stands there for today's: more has no room. */
function sayLastImport(atMs: number | null): { whole: string; short: string } {
  if (atMs === null) return { whole: 'Nothing imported yet', short: 'Nothing imported yet' }
  const now = clock()
  const whole = `Last import ${formatInstant(atMs, now)}`
  const date = formatDate(atMs, now)
  return { whole, short: date === formatDate(now.nowMs, now) ? whole : `Last import ${date}` }
}

/** The frame of every screen while a catalog file is open. */
export function Shell({ book, children }: { book: BookInfo; children: ReactNode }) {
  const isSmall = useMediaQuery('(max-width: 1120px)', window.matchMedia('(max-width: 1120px)').matches, { getInitialValueInEffect: false })
  const [choice, setChoice] = useState(() => localStorage.getItem(NAV_KEY))
  const isNarrow = isSmall || choice === 'icons'
  const toggle = (): void => {
    const next = isNarrow ? 'full' : 'icons'
    localStorage.setItem(NAV_KEY, next)
    setChoice(next)
  }
  const lastImport = sayLastImport(book.lastImportAtMs)
  return (
    <div className={`shell ${isNarrow ? 'narrow' : ''}`}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <nav className="nav" aria-label="Main">
        <Link to="/settings" search={{ section: 'file' }} className="book" title={`${book.name} · ${book.fileName}`}>
          <BookMark />
          <div style={{ minWidth: 0 }}>
            <b className="cut">{book.name}</b>
            <span className="cut">{book.fileName}</span>
          </div>
        </Link>
        <ul>
          {ITEMS.map((item, index) =>
            item === 'rule' ? (
              <li key={index} className="sep" aria-hidden="true" />
            ) : (
              <li key={item.to}>
                <NavLink item={item} book={book} />
              </li>
            ),
          )}
        </ul>
        <Working />
        <FileState book={book} />
        <footer>
          <Icon name="lock" />
          <span className="cut" title={`No network request is ever made\n${lastImport.whole}`}>
            On this machine only
            <br />
            {lastImport.short}
          </span>
          {!isSmall && (
            <button
              type="button"
              className="iconbtn collapse"
              onClick={toggle}
              aria-label={isNarrow ? 'Show names in the navigation' : 'Shrink the navigation to icons'}
              title={isNarrow ? 'Show names' : 'Icons only'}
            >
              <Icon name="panel" />
            </button>
          )}
        </footer>
      </nav>
      {children}
    </div>
  )
}

function NavLink({ item, book }: { item: NavItem; book: BookInfo }) {
  const count = item.count(book)
  return (
    <Link to={item.to} title={item.label} activeOptions={{ exact: false, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
      <Icon name={item.icon} />
      <span>{item.label}</span>
      {count !== null && <em>{formatCount(count)}</em>}
    </Link>
  )
}

/** What a person must know about the file before they work in it. */
function FileState({ book }: { book: BookInfo }) {
  const words = book.isReadOnly ? 'Can only be read' : book.placeWarning === null ? null : 'Not a safe place'
  if (words === null) return null
  return (
    <Link
      to="/settings"
      search={{ section: 'file' }}
      className="working late row"
      title={book.placeWarning ?? 'This file can only be read. Nothing you do here changes it.'}
    >
      <Icon name="alert" />
      <span className="wide-only">{words}</span>
    </Link>
  )
}

/** Long work goes on while one reads elsewhere; here it stays in sight. */
function Working() {
  const jobs = useAsk('jobs', 'list', {})
  const running = (jobs.data?.items ?? []).filter((job) => job.state === 'running')
  const first = running[0]
  if (first === undefined) return null
  return (
    <div className="working" role="status">
      <div className="row wide-only" style={{ marginBottom: 6 }}>
        <span className="cut grow">{first.title}</span>
        {running.length > 1 && <span className="muted">+{running.length - 1}</span>}
      </div>
      <JobBar job={first} />
    </div>
  )
}
