import type { ReactNode } from 'react'
import { isJsonObject, type JsonValue } from '#core/json'

/** JSON that nobody maps, one fold per part. */
export function Extras({ extras, none }: { extras: JsonValue; none: ReactNode }) {
  const parts = isJsonObject(extras) ? Object.entries(extras) : []
  if (parts.length === 0)
    return (
      <p className="small muted ruled" style={{ paddingTop: 6 }}>
        {none}
      </p>
    )
  return (
    <div className="extras ruled">
      {parts.map(([name, value]) => (
        <details key={name}>
          <summary>
            <code>{name}</code>
          </summary>
          <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
        </details>
      ))}
    </div>
  )
}
