import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { AppError } from '#contract/kit'
import { findBookPath, globalOptions, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'

type Options = { readonly root?: string; readonly port?: number; readonly open: boolean }

/** `serve`: the screens, in a browser on this machine. */
export function addServeCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('serve')
      .description('open the screens in a browser on this machine; Ctrl+C ends it')
      .option('--root <dir>', 'folder whose files can be chosen in the screens (default: the current one)')
      .option('--port <number>', 'listen on this port (default: a free one)', parsePort)
      .option('--no-open', 'print the address and open no browser')
      .action(async (options: Options, command: Command) => {
        const globals = globalOptions(command)
        const bookPath = findBookPath(deps, globals)
        const root = resolve(deps.cwd, options.root ?? '.')
        await refuseUnlessFolder(root, options.root ?? '.')
        const host = await deps.openHost({
          root,
          holder: 'browser',
          ...(bookPath === undefined ? {} : { bookPath }),
          ...(globals.as === undefined ? {} : { author: globals.as }),
        })
        try {
          await deps.serve(host, {
            port: options.port ?? 0,
            opensBrowser: options.open,
            root,
            form: globals.json === true ? 'json' : 'text',
          })
        } finally {
          await host.close()
        }
      }),
    'stewardbook serve --root ~/warehouse',
    'stewardbook --book shop.stewardbook serve --no-open --port 8080',
  )
}

/** Said at once: a window that lists nothing would leave the person guessing. */
async function refuseUnlessFolder(path: string, name: string): Promise<void> {
  const stats = await stat(path).catch(() => null)
  if (stats?.isDirectory() !== true) throw new AppError('bad-file', `There is no folder “${name}”.`, { file: name })
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('It is a number from 0 to 65535.')
  return port
}
