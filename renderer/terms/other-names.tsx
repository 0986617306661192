import { Button } from '../ui/button.tsx'

/** Former names, and names people said are this one: what carries them reads this one. */
export function OtherNames({
  title,
  names,
  of,
  onSplit,
}: {
  title: string
  names: readonly string[]
  of: string
  onSplit: (name: string) => void
}) {
  if (names.length === 0) return null
  return (
    <section className="group">
      <div className="sect">
        <h2>{title}</h2>
      </div>
      <ul className="neighbours ruled" aria-label="Other names">
        {names.map((name) => (
          <li key={name}>
            <span className="cut" title={name}>
              {name}
            </span>
            <span className="right">
              <Button look="ghost" onClick={() => onSplit(name)} title={`“${name}” no longer stands for “${of}”`}>
                Take apart
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
