import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '#cli/program'
import { contract } from '#contract/index'
import { BookSettings } from '#contract/settings'
import { SOURCE_FORMATS } from '#core/importers/intake'
import { LAYERS, type Layer } from './layers.ts'
import { ROOT } from './tool.ts'

// What can be asked, set, imported or ruled has an entry in the guide, and no entry stands for nothing.

const readGuide = (name: string): string => readFileSync(join(ROOT, 'docs/guide', name), 'utf8')
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((found) => found[1] ?? '')

/** The text under `## heading`, up to the next heading of that level. */
function sectionOf(text: string, heading: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? ''
}

describe('the guide', () => {
  it('has one sentence for every method of the contract', () => {
    const methods = Object.entries(contract).flatMap(([noun, declared]) =>
      Object.entries(declared).map(([name, { kind }]) => `${noun}.${name} (${kind})`),
    )
    const entries = [...readGuide('contract.md').matchAll(/^- `(\w+\.\w+)` \((query|command)\): \S.{15,}[.]$/gm)]
    expect(entries.map(([, name, kind]) => `${name} (${kind})`).sort()).toEqual(methods.sort())
  })

  it('has an entry for every setting of a book', () => {
    const entries = matches(sectionOf(readGuide('settings.md'), 'Of the book'), /^- `(\w+)`: /gm)
    expect(entries.sort()).toEqual(Object.keys(BookSettings.shape).sort())
  })

  it('has a section for every importer', () => {
    expect(matches(readGuide('importers.md'), /^## (\w+)$/gm).sort()).toEqual([...SOURCE_FORMATS].sort())
  })

  it('has a page for every page the index names', () => {
    const pages = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md') && name !== 'README.md')
    expect(matches(readGuide('README.md'), /^- \[[^\]]+\]\((\w[\w-]*\.md)\)/gm).sort()).toEqual(pages.sort())
  })
})

/** Every command that does something itself, by its full name. */
function commandsOf(parent: Command, path: readonly string[] = []): [name: string, command: Command][] {
  return parent.commands.flatMap((command): [string, Command][] => {
    const name = [...path, command.name()]
    const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0
    return [...(isGroup ? [] : [[name.join(' '), command] as [string, Command]]), ...commandsOf(command, name)]
  })
}

describe('the guide to the command line', () => {
  const unused = (): never => {
    throw new Error('no command runs here')
  }
  const program = createProgram({
    openHost: unused,
    version: '0',
    cwd: '.',
    env: {},
    writeOut: unused,
    writeOutPieces: unused,
    writeError: unused,
    isErrorTerminal: false,
    onInterrupt: unused,
    serve: unused,
    setExitCode: unused,
  })
  const guide = readGuide('cli.md')
  const common = sectionOf(guide, 'For every command')
  const commands = commandsOf(program)

  it('has a section for every command', () => {
    const sections = matches(guide, /^## (.+)$/gm).filter((title) => title !== 'For every command')
    expect(sections.sort()).toEqual(commands.map(([name]) => name).sort())
  })

  it('names the options of every command', () => {
    expect(program.options.filter(({ long }) => long !== '--version' && !common.includes(`\`${long}`)).map(({ long }) => long)).toEqual([])
  })

  it.each(commands)('%s: names its options', (name, command) => {
    const section = sectionOf(guide, name)
    const known = section.includes('the facets above') ? section + common : section
    expect(section.trim().length).toBeGreaterThan(name.length + 20)
    expect(command.options.filter(({ long }) => !known.includes(`\`${long}`)).map(({ long }) => long)).toEqual([])
  })
})

type RulePack = {
  readonly id: string
  readonly rules: readonly { readonly id?: string; readonly field?: string; readonly fields?: readonly string[] }[]
}

describe('the guide’s rule packs', () => {
  const folder = join(ROOT, 'assets/rule-packs')
  const packs = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RulePack)

  it('are all there', () => {
    expect(matches(readGuide('rule-packs.md'), /^## ([\w-]+)$/gm).sort()).toEqual(packs.map(({ id }) => id).sort())
  })

  it.each(packs)('$id: has a line for every rule', ({ id, rules }) => {
    const names = new Set(rules.flatMap((rule) => rule.fields ?? [rule.id ?? rule.field ?? '']))
    const rows = matches(sectionOf(readGuide('rule-packs.md'), id), /^\| (`[^|]+) \|/gm)
    expect(new Set(rows.flatMap((cell) => matches(cell, /`([^`]+)`/g)))).toEqual(names)
  })
})

describe('the architecture page', () => {
  it('shows the table the linter enforces', () => {
    const shown = Object.fromEntries(
      [...readGuide('architecture.md').matchAll(/^\| (\w+) \| (.+) \|$/gm)]
        .filter(([, layer]) => layer !== 'layer')
        .map(([, layer, may]) => [layer, may]),
    )
    const product: Layer[] = ['core', 'contract', 'io', 'db', 'services', 'electron', 'cli', 'renderer']
    const enforced = product.map((layer) => {
      const { layers, modules } = LAYERS[layer]
      const parts = Object.entries(modules).map(([other, names]) => `of ${other} ${names.map((name) => `\`${name}\``).join(', ')}`)
      return [layer, [layers.join(', ') || '–', ...parts].join('; ')]
    })
    expect(shown).toEqual(Object.fromEntries(enforced))
  })

  it('fits on a page', () => {
    expect(readGuide('architecture.md').split('\n').length).toBeLessThanOrEqual(65)
  })
})

describe('decisions on record', () => {
  const folder = join(ROOT, 'docs/adr')
  const records = readdirSync(folder)
    .filter((name) => name !== 'README.md')
    .sort()

  it('are numbered without gaps and listed', () => {
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_name, index) => index + 1))
    expect(matches(readFileSync(join(folder, 'README.md'), 'utf8'), /\((\d{4}-[\w-]+\.md)\)/g)).toEqual(records)
  })

  it.each(records)('%s: a page with context, decision, consequences and enforcement', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(matches(text, /^## (.+)$/gm)).toEqual(['Context', 'Decision', 'Consequences', 'How it is enforced'])
    expect(text.split('\n').length).toBeLessThanOrEqual(60)
  })
})

describe('links', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  ]

  // The pictures are made from the running app; until there are any, the README names the first one ahead.
  const hasPictures = existsSync(join(ROOT, 'docs/guide/pictures'))
  it.each(pages.filter((name) => name.endsWith('.md')))('%s: lead to something', (name) => {
    const text = readFileSync(join(ROOT, name), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    const targets = matches(text, /\]\(([^)#\s]+)[^)]*\)/g).filter(
      (target) => !/^https?:/.test(target) && (hasPictures || !target.includes('/pictures/')),
    )
    const dead = targets.map((target) => join(dirname(name), target)).filter((path) => !existsSync(join(ROOT, path)))
    expect(dead.map((path) => relative('.', path))).toEqual([])
  })
})
