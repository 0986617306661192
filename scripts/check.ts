import { runTool, type Tool } from './tool.ts'

// `npm run check`: everything that can be said about the code without a browser. All steps run, also after a failure.

const STEPS: readonly { readonly title: string; readonly tool: Tool; readonly args: readonly string[] }[] = [
  { title: 'types (node)', tool: 'tsc', args: ['-p', 'tsconfig.node.json'] },
  { title: 'types (web)', tool: 'tsc', args: ['-p', 'tsconfig.web.json'] },
  { title: 'types (tests in a browser)', tool: 'tsc', args: ['-p', 'tsconfig.tests.json'] },
  { title: 'lint, layers, cycles', tool: 'oxlint', args: [] },
  { title: 'unused code', tool: 'knip', args: ['--no-progress'] },
  { title: 'format', tool: 'biome', args: ['format', '--reporter=summary', '.'] },
  { title: 'unit tests', tool: 'vitest', args: ['run', '--mode', 'quick'] },
]

let failures = 0
for (const step of STEPS) {
  const startedAtMs = performance.now()
  const { code, output } = await runTool(step.tool, step.args, { output: 'keep' })
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'}  ${step.title} (${seconds} s)\n`)
  if (code !== 0) {
    failures += 1
    process.stdout.write(`${output.trimEnd()}\n\n`)
  }
}
process.stdout.write(failures === 0 ? 'All checks passed.\n' : `${failures} of ${STEPS.length} checks failed.\n`)
process.exitCode = failures === 0 ? 0 : 1
