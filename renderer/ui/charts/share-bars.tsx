import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatCount, formatShare, middleCut } from '#core/format'

export type ShareBar = { readonly name: string; readonly share: number | null; readonly size: number | null }

const ROW = 28
const CHARACTER = 7.5
const NAME_LENGTH = 24
const WORDS_WIDTH = 104
const STILL = { isAnimationActive: false, stackId: 'share' } as const

type Drawn = ShareBar & { readonly has: number; readonly rest: number; readonly words: string }

function drawn(bar: ShareBar): Drawn {
  if (bar.share === null) return { ...bar, has: 0, rest: 0, words: '— cannot tell' }
  return { ...bar, has: bar.share, rest: 1 - bar.share, words: formatShare(bar.share) }
}

/** Shares of groups as bars from zero to all of it, each with its number. A share that cannot be told has no bar and says so. */
export function ShareBars({ label, bars, onPick }: { label: string; bars: readonly ShareBar[]; onPick?: (name: string) => void }) {
  const data = bars.map(drawn)
  const longest = Math.max(...bars.map((bar) => Math.min(NAME_LENGTH, bar.name.length)))
  const pick =
    onPick === undefined
      ? {}
      : { cursor: 'pointer', onClick: (bar: { payload?: Drawn }) => bar.payload !== undefined && onPick(bar.payload.name) }
  return (
    <figure className="chart" role="img" aria-label={`${label}: ${data.map((bar) => `${bar.name} ${bar.words}`).join(', ')}`}>
      <ResponsiveContainer width="100%" height={data.length * ROW + 28}>
        <BarChart
          data={data}
          layout="vertical"
          margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
          barCategoryGap={7}
          accessibilityLayer={false}
        >
          <CartesianGrid horizontal={false} />
          <XAxis
            type="number"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={(share: number) => `${share * 100}%`}
            tickLine={false}
            axisLine={false}
          />
          <YAxis
            type="category"
            dataKey="name"
            width={longest * CHARACTER + 12}
            tickLine={false}
            interval={0}
            tickFormatter={(name: string) => middleCut(name, NAME_LENGTH)}
          />
          {/* All numbers stand in one column at the right, not at the ends of the bars: easier to compare. */}
          <YAxis
            yAxisId="words"
            orientation="right"
            type="category"
            dataKey="words"
            width={WORDS_WIDTH}
            tickLine={false}
            axisLine={false}
            interval={0}
            className="lab"
          />
          <Tooltip
            cursor={false}
            isAnimationActive={false}
            content={({ active, payload }) =>
              active === true ? <Hover bar={payload[0]?.payload as Drawn | undefined} label={label} /> : null
            }
          />
          <Bar dataKey="has" fill="var(--sb-seq-5)" {...STILL} {...pick} />
          <Bar dataKey="rest" fill="var(--sb-div-0)" {...STILL} {...pick} />
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}

function Hover({ bar, label }: { bar: Drawn | undefined; label: string }) {
  if (bar === undefined) return null
  return (
    <div className="mantine-Tooltip-tooltip">
      {bar.name}
      {'\n'}
      {label}: {bar.words}
      {bar.size === null ? '' : `\n${formatCount(bar.size)} in all`}
    </div>
  )
}
