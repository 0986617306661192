import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatShare, middleCut } from '#core/format'

export type ShareBar = { readonly name: string; readonly share: number | null; readonly size: number | null }

const ROW = 28
const NAME_WIDTH = 168
const NAME_LENGTH = 24
const WORDS_WIDTH = 104

/** Shares of groups as bars from zero to all of it, each with its number. A share that cannot be told has no bar and says so. */
export function ShareBars({ label, bars, onPick }: { label: string; bars: readonly ShareBar[]; onPick?: (name: string) => void }) {
  const data = bars.map((bar) => ({ ...bar, drawn: bar.share ?? 0, words: bar.share === null ? '— cannot tell' : formatShare(bar.share) }))
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
            width={NAME_WIDTH}
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
              active === true ? <Hover bar={payload[0]?.payload as ShareBar | undefined} label={label} /> : null
            }
          />
          <Bar
            dataKey="drawn"
            isAnimationActive={false}
            background={{ fill: 'var(--sb-div-0)' }}
            fill="var(--sb-seq-5)"
            radius={2}
            {...(onPick === undefined
              ? {}
              : { cursor: 'pointer', onClick: (bar: { payload?: ShareBar }) => bar.payload !== undefined && onPick(bar.payload.name) })}
          />
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}

function Hover({ bar, label }: { bar: ShareBar | undefined; label: string }) {
  if (bar === undefined) return null
  return (
    <div className="mantine-Tooltip-tooltip">
      {bar.name}
      {'\n'}
      {label}: {bar.share === null ? 'cannot tell' : `${formatShare(bar.share)}`}
      {bar.size === null ? '' : `\n${bar.size} in all`}
    </div>
  )
}
