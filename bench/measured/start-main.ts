import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { type Numbers, timed } from '../probe.ts'

type Input = { readonly main: string; readonly book: string; readonly folder: string }

/** The built main process of the app, from its first line to the start of the process that answers. What it asks of Electron takes no time here. */
export async function run({ main, book, folder }: Input): Promise<Numbers> {
  const names = /import \{([^}]*)\} from "electron"/.exec(readFileSync(main, 'utf8'))?.[1]
  if (names === undefined) throw new Error(`${main} takes nothing from Electron`)
  let onFork = (): void => {}
  const forked = new Promise<void>((resolve) => {
    onFork = resolve
  })
  Object.assign(globalThis, { stillElectron: stillElectron(folder, onFork) })
  const exports = names.split(',').map((name) => `export const ${name.trim()} = stillElectron.${name.trim()}`)
  const url = `data:text/javascript,${encodeURIComponent(exports.join('\n'))}`
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  })
  await import(url)
  process.argv = [process.execPath, main, book]
  const mainMs = await timed(async () => {
    await import(pathToFileURL(main).href)
    await forked
  })
  return { mainMs }
}

/** Takes every call and answers with itself, but for what decides how the app goes on. */
function stillElectron(folder: string, onFork: () => void): object {
  const still: object = new Proxy(function anything() {}, {
    get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : name === 'on' ? () => still : still),
    apply: () => still,
    construct: () => still,
  })
  const over = (own: object): object => new Proxy(own, { get: (target, name) => Reflect.get(target, name) ?? still })
  return over({
    app: over({ getPath: () => folder, whenReady: () => Promise.resolve(), isPackaged: true }),
    utilityProcess: over({
      fork: () => {
        onFork()
        return still
      },
    }),
  })
}
