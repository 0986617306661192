import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  type RectangleProps,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { type ReactNode, useId } from 'react'
import { amountAxis, axisAmount } from './amount-axis.ts'

/** One month as it is drawn. The amounts only give the bars their height: what is read stands in `hover`. */
export type MonthBar = {
  readonly id: string
  /** Under the bar. */
  readonly label: string
  /** Under that, where another year begins. */
  readonly year: string
  readonly look: 'full' | 'hatched'
  /** By part. */
  readonly amounts: Readonly<Record<string, number>>
  readonly hover: ReactNode
}
export type MonthPart = { readonly id: string; readonly fill: string }

type Props = {
  /** The whole picture in words. */
  readonly label: string
  readonly bars: readonly MonthBar[]
  readonly parts: readonly MonthPart[]
  readonly picked: string | undefined
  readonly onPick: (id: string) => void
}

const YEAR_LINE = 14
const NONE: [] = []

/** Months side by side, each piled up of its parts from zero. A hatched month is not whole; where one is picked, the others step back. */
export function MonthBars({ label, bars, parts, picked, onPick }: Props) {
  const prefix = useId().replaceAll(':', '')
  const hatchOf = (at: number): string => `${prefix}-hatch-${at}`
  const placeOf = new Map(bars.map(({ id }, at) => [id, at]))
  const shape = (at: number, fill: string) => (props: RectangleProps & { payload?: MonthBar }) => (
    <Rectangle
      {...props}
      fill={props.payload?.look === 'hatched' ? `url(#${hatchOf(at)})` : fill}
      stroke="var(--sb-bg)"
      strokeWidth={1}
      opacity={picked === undefined || picked === props.payload?.id ? 1 : 0.4}
    />
  )
  return (
    <figure className="chart months" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bars]}
          margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
          barCategoryGap="24%"
          maxBarSize={48}
          stackOffset="sign"
          accessibilityLayer={false}
          // Or a click that follows a move at once would be one on the month before.
          throttledEvents={NONE}
          onClick={({ activeLabel }) => typeof activeLabel === 'string' && onPick(activeLabel)}
        >
          <defs>
            {parts.map((part, at) => (
              <pattern key={part.id} id={hatchOf(at)} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width={6} height={6} fill="var(--sb-bg)" />
                <rect width={3} height={6} fill={part.fill} />
              </pattern>
            ))}
          </defs>
          <CartesianGrid vertical={false} syncWithTicks />
          <ReferenceLine y={0} className="zero" />
          <XAxis
            dataKey="id"
            tickLine={false}
            axisLine={false}
            height={18 + YEAR_LINE}
            interval="equidistantPreserveEnd"
            minTickGap={2}
            tickFormatter={(id: string) => bars[placeOf.get(id) ?? -1]?.label ?? ''}
            tick={({ x, y, payload, visibleTicksCount }: TickProps) => {
              const at = placeOf.get(payload.value) ?? -1
              // Where there is no room for all, every second or third has its name.
              const before = bars[at - Math.ceil(bars.length / visibleTicksCount)]
              const bar = bars[at]
              if (bar === undefined) return <g />
              return (
                <MonthTick
                  x={Number(x)}
                  y={Number(y)}
                  bar={bar}
                  year={before?.year === bar.year ? null : bar.year}
                  isPicked={bar.id === picked}
                />
              )
            }}
          />
          <YAxis width={52} tickLine={false} axisLine={false} {...amountAxis(...endsOf(bars))} interval={0} tickFormatter={axisAmount} />
          <Tooltip
            cursor={{ fill: 'var(--sb-bg-hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) =>
              active === true ? <div className="mantine-Tooltip-tooltip">{(payload[0]?.payload as MonthBar | undefined)?.hover}</div> : null
            }
          />
          {parts.map((part, at) => (
            <Bar
              key={part.id}
              dataKey={(bar: MonthBar) => bar.amounts[part.id] ?? 0}
              name={part.id}
              stackId="month"
              isAnimationActive={false}
              cursor="pointer"
              shape={shape(at, part.fill)}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}

/** How far down and how far up the bars go. */
function endsOf(bars: readonly MonthBar[]): [number, number] {
  const sums = bars.map(({ amounts }) => {
    const all = Object.values(amounts)
    const sum = (of: readonly number[]): number => of.reduce((total, amount) => total + amount, 0)
    return [sum(all.filter((amount) => amount < 0)), sum(all.filter((amount) => amount > 0))] as const
  })
  return [Math.min(0, ...sums.map(([down]) => down)), Math.max(0, ...sums.map(([, up]) => up))]
}

type TickProps = { x: number | string; y: number | string; payload: { value: string }; visibleTicksCount: number }
type MonthTickProps = { x: number; y: number; bar: MonthBar; year: string | null; isPicked: boolean }

function MonthTick({ x, y, bar, year, isPicked }: MonthTickProps) {
  return (
    <g transform={`translate(${x},${y})`} textAnchor="middle">
      <text className={isPicked ? 'picked' : ''} y={10}>
        {bar.label}
        {bar.look === 'hatched' ? '*' : ''}
      </text>
      {year !== null && <text y={10 + YEAR_LINE}>{year}</text>}
    </g>
  )
}
