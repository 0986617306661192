import type { EventEmitter } from 'node:events'

/** Looked up by JavaScript itself, not by the app. */
const ASKED_BY_THE_LANGUAGE = new Set(['then', 'toJSON', 'nodeType', 'tagName'])

/** The error for whatever the double does not imitate: never undefined, which an app would take for an answer. */
export function notImplemented(what: string): never {
  throw new Error(`electron-double: ${what} is not implemented`)
}

/** A module or object that refuses every member it does not have. */
export function strict<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key, receiver): unknown {
      if (typeof key === 'symbol' || key in target || key.startsWith('_') || ASKED_BY_THE_LANGUAGE.has(key)) {
        return Reflect.get(target, key, receiver)
      }
      return notImplemented(`${name}.${key}`)
    },
  })
}

const LISTENING = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const

/** Lets an emitter be listened to only for what it really tells: a listener that is never called hides a gap. */
export function onlyEvents<T extends EventEmitter>(name: string, emitter: T, events: readonly string[]): T {
  for (const method of LISTENING) {
    const listen = emitter[method].bind(emitter)
    const checked = (event: string | symbol, listener: (...args: unknown[]) => void): T => {
      if (typeof event === 'string' && !events.includes(event)) notImplemented(`the event ${event} of ${name}`)
      listen(event, listener)
      return emitter
    }
    Object.defineProperty(emitter, method, { value: checked, writable: true, configurable: true })
  }
  return emitter
}

/** Emits an event whose default can be prevented. @returns whether it was */
export function emitPreventable(emitter: EventEmitter, event: string, members: object = {}, ...args: readonly unknown[]): boolean {
  let isPrevented = false
  const details = {
    ...members,
    preventDefault() {
      isPrevented = true
    },
    get defaultPrevented() {
      return isPrevented
    },
  }
  emitter.emit(event, details, ...args)
  return isPrevented
}
