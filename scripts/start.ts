import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chooseHost } from './electron-host.ts'
import { ROOT } from './tool.ts'

// `npm start [-- arguments]`: builds what has changed and opens the app, in a window of its own where Electron's program is or can
// be had, else in the browser. `npm run start:double` shows it on the electron double, to see the app's own parts at work.
// The build is a process of its own, so that the app does not carry the bundler's memory along.

const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const args = process.argv.slice(2)
if (args[0] === '--double') {
  run(join(ROOT, 'e2e/electron-double/dist/electron'), args.slice(1), { ELECTRON_DOUBLE_HEADED: '1' })
} else {
  const chosen = chooseHost(args)
  switch (chosen.kind) {
    case 'electron':
      run(chosen.program, args, {})
      break
    case 'refuse':
      process.stderr.write(`${chosen.because}\n`)
      process.exitCode = 2
      break
    case 'browser':
      if (chosen.because !== null) process.stdout.write(`${chosen.because}\n`)
      await serve()
  }
}

async function serve(): Promise<void> {
  const program = join(ROOT, 'cli/stewardbook.mjs')
  process.argv = [process.argv[0] ?? process.execPath, program, 'serve', ...args]
  await import(pathToFileURL(program).href)
}

/** Runs the app as if it were this process. */
function run(program: string, given: readonly string[], more: Record<string, string>): void {
  const env: NodeJS.ProcessEnv = { ...process.env, ...more }
  delete env['ELECTRON_RUN_AS_NODE']
  const child = spawn(program, [ROOT, ...given], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`The app could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal])
  })
}
