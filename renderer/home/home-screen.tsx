import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { formatCount, formatDay, plural } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { clock } from '../app/clock.ts'
import { Page } from '../app/page.tsx'
import { FirstChoices } from '../book/first-choices.tsx'
import { Segments } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { BoneRows, ErrorBlock, useSlow } from '../ui/states.tsx'
import { Coverage } from './coverage.tsx'
import { SinceSection } from './since.tsx'
import { HomeSources } from './sources.tsx'
import { TileBones, Tiles } from './tiles.tsx'

const route = getRouteApi('/home')
type Today = Output<'home', 'today'>

/** What needs me today: what waits, what changed while I was away, and how well the catalog is covered. */
export function HomeScreen() {
  const { scope } = route.useSearch()
  const today = useAsk('home', 'today', { scope: scope ?? 'all' })
  const isEmpty = today.data?.datasets === 0
  return (
    <Page
      title="Home"
      crumbs={[{ label: 'Home' }]}
      heading="own"
      actions={
        <Link to="/sources/import" className="btn">
          <Icon name="upload" />
          <span className="label-wide">Import</span>
        </Link>
      }
    >
      <div className="page home">
        <div className="head">
          <div className="grow">
            <h1>What needs you today</h1>
            <Summary today={today.data} />
          </div>
          {today.data !== undefined && <Scope today={today.data} />}
        </div>
        {today.error !== null && today.data === undefined && (
          <ErrorBlock error={today.error} kept="Your catalog file was not changed." onRetry={() => void today.refetch()} />
        )}
        {today.isPending && <Bones />}
        {today.data !== undefined && (isEmpty ? <FirstChoices /> : <Full today={today.data} />)}
      </div>
    </Page>
  )
}

function Full({ today }: { today: Today }) {
  return (
    <>
      <Tiles tiles={today.tiles} />
      <Hints today={today} />
      <div className="homecols">
        <div className="stack">
          <SinceSection />
          <HomeSources {...today.sources} />
        </div>
        <Coverage rows={today.coverage} datasets={today.datasets} />
      </div>
    </>
  )
}

/** What there is, in one line; nothing until it is known, so that nothing jumps. */
function Summary({ today }: { today: Today | undefined }) {
  const now = clock()
  const date = formatDay(now.nowMs, now)
  if (today === undefined || today.datasets === 0) return <p>{date}</p>
  const waiting = today.tiles.filter(({ count }) => count !== null && count > 0).length
  const unknown = today.tiles.filter(({ count }) => count === null).length
  const parts = [
    waiting === 0 ? 'nothing waits' : `${plural(waiting, 'thing')} to look at`,
    unknown === 0 ? '' : `${formatCount(unknown)} cannot be told`,
  ]
  return (
    <p>
      {date}: {parts.filter((part) => part !== '').join(', ')}
    </p>
  )
}

/** Suggestions are worked out from the whole catalog, so they are counted where they are accepted and not here. */
function Hints({ today }: { today: Today }) {
  const isFillable = today.tiles.some(({ id, count }) => (id === 'no_owner' || id === 'not_classified') && count !== 0)
  if (!isFillable) return null
  return (
    <p className="small muted calm">
      Names, folders and neighbours may fill some of it:{' '}
      <Link to="/sources" search={{ tab: 'suggestions' }} className="ev">
        look at suggestions
      </Link>
      .
    </p>
  )
}

/** All datasets, or those the person owns or looks after; nothing to choose where none names them. */
function Scope({ today: { scope, mine, datasets } }: { today: Today }) {
  const navigate = useNavigate()
  if (mine === null) return null
  return (
    <Segments<'all' | 'mine'>
      label="Whose datasets"
      value={scope}
      options={[
        { value: 'all', label: scope === 'all' ? `All ${formatCount(datasets)}` : 'All' },
        { value: 'mine', label: <span title={`Owned or looked after by ${mine.name}`}>Mine {formatCount(mine.datasets)}</span> },
      ]}
      onChange={(next) => void navigate({ to: '/home', search: next === 'mine' ? { scope: 'mine' } : {} })}
    />
  )
}

function Bones() {
  const isSlow = useSlow(true)
  return (
    <div aria-busy="true">
      {isSlow && <span className="vh">Loading</span>}
      <div style={isSlow ? undefined : { visibility: 'hidden' }}>
        <TileBones />
      </div>
      <div className="homecols">
        <BoneRows rows={4} />
        <BoneRows rows={6} />
      </div>
    </div>
  )
}
