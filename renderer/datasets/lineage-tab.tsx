import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { formatCount, initials, plural } from '#core/format'
import { asAppError } from '../app/api.ts'
import { Icon } from '../ui/icon.tsx'
import { LevelShape } from '../ui/level.tsx'
import { MiddleCut } from '../ui/name.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock, NotRead } from '../ui/states.tsx'
import { assetLink, kindWords } from './asset-link.ts'
import { useLineagePages } from './lineage-asks.ts'
import { useAnchor, useMoreBeyond } from './lineage-scroll.ts'
import { NODE_HEIGHT, NODE_WIDTH, type Picture, type PlacedNode, picture, type Step } from './lineage-graph.ts'
import type { Direction } from './lineage-pages.ts'

/** One step up and one down, in columns; every node opens further. What is not drawn is counted. */
export function LineageTab({ rootKey, missing }: { rootKey: string; missing: readonly string[] }) {
  const { pages, error, askAgain, expand, isFurther, backToOneStep } = useLineagePages(rootKey)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const [pointed, setPointed] = useState<string | null>(null)
  const drawn = useMemo(() => picture(rootKey, pages, opened), [rootKey, pages, opened])
  const onDemand = drawn.edges.filter((edge) => edge.kind !== 'ahead').length
  if (error !== null && pages.length === 0) {
    return (
      <div className="page">
        <ErrorBlock error={asAppError(error)} onRetry={askAgain} />
      </div>
    )
  }
  if (pages.length === 0) {
    return (
      <div className="page">
        <BoneRows rows={8} />
      </div>
    )
  }
  return (
    <>
      <Canvas
        drawn={drawn}
        rootKey={rootKey}
        pointed={pointed}
        onPoint={setPointed}
        onExpand={expand}
        onOpen={(step) => setOpened((old) => new Set([...old, step]))}
      />
      <NotRead what="Some of the lineage" query={{ error: error === null ? null : asAppError(error), refetch: askAgain }} />
      <div className="foot">
        <span role="status">
          {plural(drawn.nodes.length, 'node')}, {plural(drawn.edges.length, 'link')}
        </span>
        {onDemand > 0 && (
          <span title="Links within a column, back, or past a column. Point at a table, or walk to it, to see its own.">
            {formatCount(onDemand)} of them within or past a column: point at a table
          </span>
        )}
        {drawn.nodes.length === 1 && <span>No source says what it is made from, or who reads it</span>}
        {drawn.hidden > 0 && (
          <span title={drawn.isHiddenAtMost ? 'Some may be counted twice: two of the opened nodes may have them in common' : undefined}>
            {drawn.isHiddenAtMost && 'up to '}
            {formatCount(drawn.hidden)} not drawn
          </span>
        )}
        {missing.length > 0 && (
          <span className="late" title={missing.join('\n')}>
            {plural(missing.length, 'upstream name')} in no import
          </span>
        )}
        <span className="grow" />
        {isFurther && (
          <button type="button" className="link" onClick={backToOneStep}>
            Back to one step
          </button>
        )}
        <KeyHint keys="← → ↑ ↓" does="walk" room="wide" />
        <KeyHint keys="+" does="open further" />
      </div>
    </>
  )
}

type CanvasProps = {
  drawn: Picture
  rootKey: string
  pointed: string | null
  onPoint: (key: string | null) => void
  onExpand: (key: string, direction: Direction) => void
  onOpen: (step: number) => void
}

function Canvas({ drawn, rootKey, pointed, onPoint, onExpand, onOpen }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null)
  useAnchor(frame, drawn, rootKey)
  const more = useMoreBeyond(frame, drawn)
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')?.dataset['node']
    const here = drawn.nodes.find((node) => node.key === key)
    if (here === undefined || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === '+') {
      if (here.step <= 0 && here.hiddenUp > 0) onExpand(here.key, 'up')
      if (here.step >= 0 && here.hiddenDown > 0) onExpand(here.key, 'down')
      return
    }
    const next = neighbour(drawn, here, event.key)
    if (next === undefined) return
    event.preventDefault()
    frame.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next.key)}"] a`)?.focus()
  }
  return (
    <div className={`linframe ${more}`}>
      <div
        className="lin"
        ref={frame}
        onKeyDown={onKeyDown}
        role="group"
        aria-label="Lineage, from upstream at the left to downstream at the right"
      >
        <div className="lin-inner" style={{ width: drawn.width, height: drawn.height }}>
          <svg className="edges" width={drawn.width} height={drawn.height} aria-hidden="true">
            {drawn.edges.map((edge) => {
              const isPointed = pointed === edge.from || pointed === edge.to
              if (edge.kind !== 'ahead' && !isPointed) return null
              return <path key={`${edge.from}\n${edge.to}`} d={edge.path} className={isPointed ? 'on' : ''} />
            })}
          </svg>
          <div className="lin-heads">
            {drawn.steps.map((step) => (
              <h2 key={step.step} style={{ left: step.x }}>
                {stepWords(step)}
              </h2>
            ))}
          </div>
          {drawn.steps.map((step) => step.hidden > 0 && <Rest key={step.step} step={step} onOpen={() => onOpen(step.step)} />)}
          {drawn.nodes.map((node) => (
            <Node key={node.key} node={node} isRoot={node.key === rootKey} onPoint={onPoint} onExpand={onExpand} />
          ))}
        </div>
      </div>
    </div>
  )
}

function stepWords(step: Step): string {
  if (step.step === 0) return 'This dataset'
  const side = step.step < 0 ? 'upstream' : 'downstream'
  const of = step.total > step.count ? ` of ${formatCount(step.total)}` : ''
  return `${plural(Math.abs(step.step), 'step')} ${side}, ${formatCount(step.count)}${of}`
}

function Rest({ step, onOpen }: { step: Step; onOpen: () => void }) {
  return (
    <button type="button" className="btn linrest" style={{ left: step.x, top: step.restY }} onClick={onOpen}>
      {formatCount(step.hidden)} more
    </button>
  )
}

function Node({
  node,
  isRoot,
  onPoint,
  onExpand,
}: {
  node: PlacedNode
  isRoot: boolean
  onPoint: (key: string | null) => void
  onExpand: (key: string, direction: Direction) => void
}) {
  const link = assetLink(node)
  return (
    <>
      <div
        className={`linnode ${isRoot ? 'root' : ''} ${node.status === 'retired' ? 'gone' : ''}`}
        data-node={node.key}
        style={{ left: node.x, top: node.y, width: NODE_WIDTH }}
        onPointerEnter={() => onPoint(node.key)}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onPoint(node.key)}
        onBlur={() => onPoint(null)}
      >
        <i className={node.classification ?? ''} aria-hidden="true" />
        <Link
          {...link}
          search={link.to === '/catalog/dataset' ? { key: node.key, tab: 'lineage' } : { key: node.key }}
          aria-label={nodeWords(node)}
        >
          <code>
            <MiddleCut name={node.name} />
          </code>
          <span className="sub">
            <LevelShape level={node.classification} />
            {node.ownerTeam !== null && <span title={node.ownerTeam}>{initials(node.ownerTeam)}</span>}
            {node.piiColumnCount > 0 && <span title={`${node.piiColumnCount} columns with a PII type`}>PII {node.piiColumnCount}</span>}
            {node.failingCheckCount > 0 && (
              <span className="wrong row" style={{ gap: 3 }} title={`${node.failingCheckCount} checks fail`}>
                <Icon name="alert" />
                {node.failingCheckCount}
              </span>
            )}
            <span className="cut">{node.schema ?? kindWords(node)}</span>
          </span>
        </Link>
      </div>
      {node.step <= 0 && node.hiddenUp > 0 && <More node={node} count={node.hiddenUp} direction="up" onExpand={onExpand} />}
      {node.step >= 0 && node.hiddenDown > 0 && <More node={node} count={node.hiddenDown} direction="down" onExpand={onExpand} />}
    </>
  )
}

function More({
  node,
  count,
  direction,
  onExpand,
}: {
  node: PlacedNode
  count: number
  direction: Direction
  onExpand: (key: string, direction: Direction) => void
}) {
  const place = direction === 'up' ? { right: `calc(100% - ${node.x - 2}px)` } : { left: node.x + NODE_WIDTH + 2 }
  const words = `Open further: ${plural(count, 'more neighbour')} ${direction === 'up' ? 'upstream' : 'downstream'} of ${node.name}`
  return (
    <button
      type="button"
      className="linmore"
      style={{ ...place, top: node.y + (NODE_HEIGHT - 20) / 2 }}
      onClick={() => onExpand(node.key, direction)}
      aria-label={words}
      title={words}
    >
      +{formatCount(count)}
    </button>
  )
}

function nodeWords(node: PlacedNode): string {
  return [
    node.schema === null ? node.name : `${node.schema}.${node.name}`,
    kindWords(node),
    node.ownerTeam,
    node.status === 'retired' ? 'no longer in the source' : null,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** Where an arrow key leads: up and down within a step, left and right to the nearest linked node. */
function neighbour(drawn: Picture, here: PlacedNode, key: string): PlacedNode | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const column = drawn.nodes.filter((node) => node.step === here.step)
    return column[column.indexOf(here) + (key === 'ArrowUp' ? -1 : 1)]
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  const linked = new Set(
    drawn.edges.flatMap((edge) =>
      key === 'ArrowLeft' ? (edge.to === here.key ? [edge.from] : []) : edge.from === here.key ? [edge.to] : [],
    ),
  )
  return drawn.nodes.filter((node) => linked.has(node.key)).sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0]
}
