import packageJson from '#package' with { type: 'json' }
import { IMPURE_GLOBALS, IMPURE_MEMBERS, LAYER_NAMES, LAYERS, type Layer } from './layers.ts'

// oxlint's regexes know no lookahead (a pattern with one is silently never met), so exceptions are gitignore-style groups.
type Pattern = ({ readonly regex: string } | { readonly group: readonly string[] }) & { readonly message: string }
type Rule = readonly ['error', { readonly patterns: readonly Pattern[] }]
type Place = 'root' | 'folder'
type Purpose = 'source' | 'test'

const PACKAGES = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies })

function bannedLayers(layer: Layer): Pattern[] {
  const row = LAYERS[layer]
  return LAYER_NAMES.filter((other) => other !== layer && !row.layers.includes(other)).map((other) => ({
    group: [`\\#${other}/**`, ...(row.modules[other] ?? []).map((name) => `!\\#${other}/${name}`)],
    message: `${layer} may not import ${other} (scripts/layers.ts).`,
  }))
}

function bannedPackages(layer: Layer, purpose: Purpose): Pattern[] {
  const row = LAYERS[layer]
  if (purpose === 'test') return []
  const banned: Pattern[] = []
  if (row.node === 'no') banned.push({ regex: '^node:', message: `${layer} runs anywhere: no node modules.` })
  const rule = row.packages
  const isNamed = (name: string, names: readonly string[]): boolean => names.includes(name) || names.includes(name.split('/')[0] ?? '')
  const names = PACKAGES.filter((name) => ('only' in rule ? !isNamed(name, rule.only) : isNamed(name, rule.allBut)))
  if (names.length > 0) {
    const message = `${layer} may not import this package (scripts/layers.ts).`
    banned.push({ regex: `^(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})(?:/|$)`, message })
  }
  return banned
}

/** `../../` anywhere, and `../` from a layer's own folder, would walk around the table. */
function bannedPaths(place: Place): Pattern[] {
  const climbing = { regex: '^\\.{1,2}/(?:.*/)?\\.\\.(?:/|$)', message: 'Never climb two folders; use #layer/… or move the file.' }
  const leaving = { regex: '^\\.\\.(?:/|$)', message: 'This leaves the layer; use #layer/….' }
  return place === 'root' ? [climbing, leaving] : [climbing]
}

function importRule(layer: Layer, place: Place, purpose: Purpose): Rule {
  return ['error', { patterns: [...bannedLayers(layer), ...bannedPackages(layer, purpose), ...bannedPaths(place)] }]
}

const SOURCE = '*.{ts,tsx,mts,mjs}'
/** Tests, and what several tests share in a folder called `testing`, may also use node and test packages. */
const TEST = '*.test.{ts,tsx}'

/** oxlint overrides that say the table of layers.ts; a later one replaces an earlier one for the files it names. */
export function layerOverrides(): { files: string[]; rules: Record<string, unknown> }[] {
  const overrides = LAYER_NAMES.flatMap((layer) => [
    { files: [`${layer}/**/${SOURCE}`], rules: { 'no-restricted-imports': importRule(layer, 'folder', 'source') } },
    { files: [`${layer}/${SOURCE}`], rules: { 'no-restricted-imports': importRule(layer, 'root', 'source') } },
    { files: [`${layer}/**/${TEST}`], rules: { 'no-restricted-imports': importRule(layer, 'folder', 'test') } },
    { files: [`${layer}/**/testing/**/${SOURCE}`], rules: { 'no-restricted-imports': importRule(layer, 'folder', 'test') } },
    { files: [`${layer}/${TEST}`], rules: { 'no-restricted-imports': importRule(layer, 'root', 'test') } },
  ])
  const pure = {
    files: ['core/**/*.ts', 'contract/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...IMPURE_GLOBALS.map((name) => ({ name, message: 'core and contract know no platform, clock or randomness.' })),
      ],
      'no-restricted-properties': ['error', ...IMPURE_MEMBERS],
    },
  }
  const free = {
    files: ['{core,contract}/**/*.test.ts', '{core,contract}/**/testing/**'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  }
  return [...overrides, pure, free]
}
