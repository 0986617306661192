import { EventEmitter } from 'node:events'
import { onlyEvents, strict } from './strict.ts'

type Source = Electron.NativeTheme['themeSource']

/** The system of the double prefers light. */
let source: Source = 'system'
export const prefersDark = (): boolean => source === 'dark'

const members = {
  get themeSource(): Source {
    return source
  },
  set themeSource(wanted: Source) {
    source = wanted
    nativeTheme.emit('updated')
  },
  get shouldUseDarkColors(): boolean {
    return prefersDark()
  },
} satisfies Partial<Electron.NativeTheme>

const emitter = onlyEvents('nativeTheme', new EventEmitter(), ['updated'])
Object.defineProperties(emitter, Object.getOwnPropertyDescriptors(members))
export const nativeTheme = strict('nativeTheme', emitter as EventEmitter & typeof members)
