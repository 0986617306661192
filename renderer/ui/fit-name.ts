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

const TAIL = 10
/** So many letters at the end of a name have room in every place where names are cut. */
const MOST_KEPT = 36
const SEEN_AT_FRONT = 20

/**
 * Where a name that gives way in its middle is cut, and where its end is: the last letters stay, and so does what is marked.
 * Before `at` it gives way; from `at` to `end` it stays; what comes after `end` is left out.
 */
export function splitName(name: string, mark: readonly [from: number, to: number] | undefined): { at: number; end: number } {
  const tail = Math.max(0, name.length - TAIL)
  const at = wholeCharacter(name, mark === undefined || mark[1] <= SEEN_AT_FRONT ? tail : Math.min(tail, mark[0]))
  return { at, end: name.length - at <= MOST_KEPT ? name.length : wholeCharacter(name, at + MOST_KEPT) }
}

/** Never between the halves of a surrogate pair. */
function wholeCharacter(name: string, at: number): number {
  const code = name.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
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
