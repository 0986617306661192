import { AppError } from '../errors.ts'

const MOST_CHARACTERS = 200

/**
 * A name as the last part of a key: letters and digits of any script in lower case, blanks and signs as hyphens. Not unique.
 * @throws AppError invalid-input for a name without a letter or digit
 */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  if (!/[\p{L}\p{N}]/u.test(slug)) throw new AppError('invalid-input', 'A name needs at least one letter or digit.', { name })
  return [...slug].slice(0, MOST_CHARACTERS).join('')
}
