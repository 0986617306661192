import type { ReactNode, RefObject } from 'react'
import { Button } from '../button.tsx'
import { Segments } from '../field.tsx'
import { toast } from '../toast.tsx'

export type ChartLook = 'chart' | 'table'

type Props = {
  /** The heading itself, and what its buttons call it. */
  readonly heading: ReactNode
  readonly name: string
  readonly look: ChartLook
  /** Absent where there is only a table. */
  readonly onLook?: (look: ChartLook) => void
  /** Holds the figure that is copied as a picture. */
  readonly frame: RefObject<HTMLElement | null>
  /** Absent where there is nothing to copy. */
  readonly csv?: () => string
}

/** Above a chart that can be read as a table too: what it is, and copies of both. */
export function ChartHead({ heading, name, look, onLook, frame, csv }: Props) {
  const copyPng = (): void => {
    const figure = frame.current?.querySelector('figure')
    if (figure != null) void import('./copy-chart.ts').then(({ copyAsPng }) => copyAsPng(figure)).then(() => toast('Copied as a picture.'))
  }
  return (
    <div className="tablehead">
      {heading}
      <span className="grow" />
      {look === 'chart' && (
        <Button look="ghost" icon="copy" onClick={copyPng} aria-label={`Copy ${name} as a picture`} title="Copy as a picture (PNG)">
          PNG
        </Button>
      )}
      {csv !== undefined && (
        <Button
          look="ghost"
          icon="copy"
          onClick={() => void navigator.clipboard.writeText(csv()).then(() => toast('Copied as CSV.'))}
          aria-label={`Copy ${name} as CSV`}
          title="Copy as CSV"
        >
          CSV
        </Button>
      )}
      {onLook !== undefined && (
        <Segments
          label={`Show ${name} as`}
          value={look}
          onChange={onLook}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      )}
    </div>
  )
}
