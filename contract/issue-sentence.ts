import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** One plain sentence about the first thing that does not fit a shape, which names where it is. A shape's own sentence stands as it is. */
export function sentenceOfIssues({ issues }: z.ZodError): string {
  const [issue] = issues
  return issue === undefined ? 'This is not of the form that is needed.' : sentenceOf(issue)
}

function sentenceOf(issue: Issue): string {
  if (/[.:]$/.test(issue.message)) return issue.message
  const place = issue.path.length === 0 ? 'This' : `“${issue.path.join('.')}”`
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? `${place} is missing.`
        : `${place} must be ${TYPE_WORDS[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return `${place} must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => `“${key}”`).join(', ')} ${issue.keys.length === 1 ? 'is' : 'are'} not known here.`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? `${place} is empty.`
        : `${place} must ${limitOf(issue.origin)}${String(issue.minimum)}${unitOf(issue.origin)} or more.`
    case 'too_big':
      return `${place} must ${limitOf(issue.origin)}${String(issue.maximum)}${unitOf(issue.origin)} or fewer.`
    default:
      return `${place} is not of the form that is needed (${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}).`
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }
const unitOf = (origin: string): string => UNITS[origin] ?? ''
const limitOf = (origin: string): string => (origin in UNITS ? 'have ' : 'be ')
