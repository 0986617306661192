import { middleCut } from '#core/format'

const LEAST_SCHEMA = 4
const LEAST_NAME = 8

/**
 * A schema and a name that together have `room` characters, the dot among them. The schema gives way first, at its end, down to
 * a few letters; only then the name is cut, in the middle, where names differ least.
 */
export function fitName(schema: string | null, name: string, room: number): { schema: string | null; name: string } {
  if (schema === null) return { schema, name: middleCut(name, Math.max(LEAST_NAME, room)) }
  const wanted = schema.length + 1 + name.length
  if (wanted <= room) return { schema, name }
  const forSchema = Math.min(schema.length, Math.max(LEAST_SCHEMA, room - 1 - name.length))
  const cut = forSchema < schema.length ? `${schema.slice(0, forSchema - 1)}…` : schema
  return { schema: cut, name: middleCut(name, Math.max(LEAST_NAME, room - 1 - cut.length)) }
}

let measured = 0

/** Width of one letter of the names' typeface, in pixels. Measured once: all letters of it are equally wide. */
export function letterWidth(): number {
  if (measured === 0) {
    const probe = document.createElement('code')
    probe.textContent = 'x'.repeat(100)
    probe.style.cssText = 'position:absolute;visibility:hidden;white-space:pre'
    document.body.append(probe)
    measured = probe.getBoundingClientRect().width / 100
    probe.remove()
  }
  return measured
}
