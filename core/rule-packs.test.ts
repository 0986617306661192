import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import type { JsonValue } from './json.ts'
import { parseRulePack, parseRulePacks } from './rule-packs.ts'

const folder = new URL('../assets/rule-packs/', import.meta.url)
const shipped = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))
const messageOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  return 'no error'
}
const broken = (name: string, change: (pack: { rules: Record<string, JsonValue>[] } & Record<string, JsonValue>) => void): string => {
  const pack = JSON.parse(shipped.find((file) => file.name === name)!.text)
  change(pack)
  return messageOf(() => parseRulePack(name, JSON.stringify(pack)))
}

test('every shipped pack loads, one of each kind', () => {
  const packs = parseRulePacks(shipped)
  expect(packs.precedence.rules.length).toBeGreaterThan(0)
  expect(packs.suggestions.rules.length).toBeGreaterThan(0)
  expect(packs.metaKeys.rules.length).toBeGreaterThan(0)
})

test('no meta key name suggests two fields in one scope', () => {
  const seen = new Map<string, string>()
  for (const rule of parseRulePacks(shipped).metaKeys.rules) {
    for (const scope of rule.scopes) {
      for (const name of rule.names) {
        expect([undefined, rule.field]).toContain(seen.get(`${scope} ${name}`))
        seen.set(`${scope} ${name}`, rule.field)
      }
    }
  }
})

describe('a pack that is wrong is refused with the place', () => {
  test('not JSON, no pack, a newer one, an unknown kind', () => {
    expect(messageOf(() => parseRulePack('a.json', '{'))).toBe('The rule set a.json can’t be used: it is not JSON.'.replace('’', "'"))
    expect(messageOf(() => parseRulePack('a.json', '[]'))).toContain('schemaVersion')
    expect(messageOf(() => parseRulePack('a.json', '{"schemaVersion":2,"kind":"precedence"}'))).toContain('newer version')
    expect(messageOf(() => parseRulePack('a.json', '{"schemaVersion":1,"kind":"constructor"}'))).toContain('constructor')
  })

  test('unknown members, missing rules', () => {
    expect(broken('precedence.json', (pack) => (pack['extra'] = 1))).toContain('extra')
    expect(broken('suggestions.json', (pack) => (pack.rules = []))).toContain('rules')
  })

  test('precedence: unknown field, two rules for one, no rule for the rest', () => {
    expect(broken('precedence.json', (pack) => (pack.rules[1]!['fields'] = ['datatype']))).toContain('no field “datatype”')
    expect(broken('precedence.json', (pack) => pack.rules.push(pack.rules[1]!))).toContain('two rules for “dataType”')
    expect(broken('precedence.json', (pack) => pack.rules.shift())).toContain('no rule for “*”')
    expect(broken('precedence.json', (pack) => (pack.rules[0]!['order'] = [['manifest']]))).toContain('rules.0.order')
  })

  test('suggestions: a value the field can’t take, a computed field, a rule id twice', () => {
    expect(broken('suggestions.json', (pack) => (pack.rules[0]!['value'] = 'platinum'))).toContain('gold')
    expect(broken('suggestions.json', (pack) => (pack.rules[0]!['value'] = null))).toContain('condition')
    expect(broken('suggestions.json', (pack) => (pack.rules[0]!['field'] = 'rowCount'))).toContain('set by hand')
    expect(broken('suggestions.json', (pack) => pack.rules.push(pack.rules[0]!))).toContain('two rules')
  })

  test('meta keys: a field that can’t be filled, an alias for no value', () => {
    expect(broken('meta-keys.json', (pack) => (pack.rules[0]!['field'] = 'meta'))).toContain('no field “meta” to fill')
    expect(broken('meta-keys.json', (pack) => (pack.rules[3]!['values'] = [{ value: 'platinum', aliases: ['x'] }]))).toContain('gold')
  })

  test('a kind missing or given twice', () => {
    expect(messageOf(() => parseRulePacks(shipped.slice(1)))).toContain('was given')
    expect(messageOf(() => parseRulePacks([...shipped, shipped[0]!]))).toContain('More than one')
  })
})
