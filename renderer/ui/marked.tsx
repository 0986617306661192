import { readMarks, type Span } from '#core/search/mark'

/** A text as a search answers it, with what matched marked. */
export function Marked({ text: marked }: { text: string }) {
  const { text, spans } = readMarks(marked)
  return <MarkedPart text={text} spans={spans} from={0} to={text.length} />
}

/** The part of a text from one place up to another, with what is marked of it. */
export function MarkedPart({ text, spans, from, to }: { text: string; spans: readonly Span[]; from: number; to: number }) {
  const inside = spans.map(([start, end]) => [Math.max(from, start), Math.min(to, end)] as const).filter(([start, end]) => start < end)
  return (
    <>
      {inside.map(([start, end], index) => (
        <span key={start}>
          {text.slice(inside[index - 1]?.[1] ?? from, start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(inside.at(-1)?.[1] ?? from, to)}
    </>
  )
}
