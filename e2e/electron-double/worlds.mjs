// What Electron does between a page and its preload, rebuilt inside the page: two JavaScript worlds over one document, of
// which only plain values, functions and promises pass from one to the other. Both functions run by their source text.

/** The page's own world: makes what the preload exposes. */
export function mainWorld(token) {
  const page = window
  const listen = page.addEventListener.bind(page)
  const fire = page.dispatchEvent.bind(page)
  const Told = CustomEvent
  const promises = new Map()
  const callbacks = new Map()
  const idOf = new WeakMap()
  let lastId = 0
  const isPlain = (value) => Object.getPrototypeOf(value) === Object.prototype
  const mapEntries = (value, change) => Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
  const pack = (value) => {
    if (typeof value === 'function') {
      if (!idOf.has(value)) {
        lastId += 1
        idOf.set(value, lastId)
        callbacks.set(lastId, value)
      }
      return { [token]: 'callback', id: idOf.get(value) }
    }
    if (Array.isArray(value)) return value.map(pack)
    return value && typeof value === 'object' && isPlain(value) ? mapEntries(value, pack) : value
  }
  const unpack = (value) => {
    if (!value || typeof value !== 'object') return value
    if (value[token] === 'function') return (...args) => call(value.id, args)
    if (value[token] === 'promise') return new Promise((resolve, reject) => promises.set(value.id, { resolve, reject }))
    if (Array.isArray(value)) return value.map(unpack)
    return isPlain(value) ? mapEntries(value, unpack) : value
  }
  let answer
  const call = (id, args) => {
    fire(new Told(`${token}call`, { detail: { id, args: args.map(pack) } }))
    const { isOk, value, message } = answer
    if (!isOk) throw new Error(message)
    return unpack(value)
  }
  const freeze = (value) => {
    if (value && typeof value === 'object') {
      Object.values(value).forEach(freeze)
      Object.freeze(value)
    }
    return value
  }
  listen(
    `${token}answer`,
    (event) => {
      event.stopImmediatePropagation()
      answer = event.detail
    },
    true,
  )
  listen(
    `${token}settle`,
    (event) => {
      const { id, isOk, value, message } = event.detail
      const promise = promises.get(id)
      promises.delete(id)
      if (isOk) promise.resolve(unpack(value))
      else promise.reject(new Error(message))
    },
    true,
  )
  listen(`${token}callback`, (event) => void callbacks.get(event.detail.id)(...event.detail.args.map(unpack)), true)
  listen(
    `${token}expose`,
    (event) => {
      const { key, value } = event.detail
      if (Object.hasOwn(page, key)) fire(new Told(`${token}clash`))
      else Object.defineProperty(page, key, { value: freeze(unpack(value)), enumerable: true, writable: false, configurable: false })
    },
    true,
  )
}

/** The preload's world: `electron` as a sandboxed preload sees it, and the preload itself. */
export function preloadWorld(token, names, makeClone, preload) {
  const page = window
  const { encode, decode } = makeClone()
  const post = page[names.binding]
  const fire = (name, detail) => page.dispatchEvent(new CustomEvent(token + name, { detail }))
  const functions = new Map()
  const idOf = new WeakMap()
  let lastId = 0
  const messageOf = (error) => String(error?.message ?? error)
  const isPlain = (value) => Object.getPrototypeOf(value) === Object.prototype
  const mapEntries = (value, change) => Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
  const packFunction = (value) => {
    if (!idOf.has(value)) {
      lastId += 1
      idOf.set(value, lastId)
      functions.set(lastId, value)
    }
    return { [token]: 'function', id: idOf.get(value) }
  }
  const packPromise = (promise) => {
    lastId += 1
    const id = lastId
    promise.then(
      (value) => fire('settle', { id, isOk: true, value: pack(value) }),
      (error) => fire('settle', { id, isOk: false, message: messageOf(error) }),
    )
    return { [token]: 'promise', id }
  }
  const pack = (value) => {
    if (typeof value === 'function') return packFunction(value)
    if (value && typeof value.then === 'function') return packPromise(value)
    if (Array.isArray(value)) return value.map(pack)
    return value && typeof value === 'object' && isPlain(value) ? mapEntries(value, pack) : value
  }
  const unpack = (value) => {
    if (!value || typeof value !== 'object') return value
    if (value[token] === 'callback') return (...args) => void fire('callback', { id: value.id, args: args.map(pack) })
    if (Array.isArray(value)) return value.map(unpack)
    return isPlain(value) ? mapEntries(value, unpack) : value
  }
  const answerTo = ({ id, args }) => {
    try {
      return { isOk: true, value: pack(functions.get(id)(...args.map(unpack))) }
    } catch (error) {
      return { isOk: false, message: messageOf(error) }
    }
  }
  page.addEventListener(`${token}call`, (event) => void fire('answer', answerTo(event.detail)), true)

  const waiting = new Map()
  const listeners = new Map()
  let lastCall = 0
  const strict = (name, members) =>
    new Proxy(members, {
      get(target, key) {
        if (key in target || typeof key === 'symbol' || key === 'then') return target[key]
        throw new Error(`electron-double: ${name}.${String(key)} is not implemented`)
      },
    })
  const ipcRenderer = strict('ipcRenderer', {
    async invoke(channel, ...args) {
      lastCall += 1
      const id = lastCall
      const payload = encode({ kind: 'invoke', id, channel, args })
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        post(payload)
      })
    },
    send: (channel, ...args) => post(encode({ kind: 'send', channel, args })),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    off(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((other) => other !== listener),
      )
      return ipcRenderer
    },
  })
  page[names.receive] = (text) => {
    const message = decode(text)
    if (message.kind === 'told') {
      for (const listener of listeners.get(message.channel) ?? [])
        listener(strict('event', { sender: ipcRenderer, ports: [] }), ...message.args)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.isOk) call.resolve(message.value)
    else call.reject(new Error(message.message))
  }
  let hasClashed = false
  page.addEventListener(`${token}clash`, () => {
    hasClashed = true
  })
  // A page can't be asked for a path at once, so a mark goes out in its place; the double fills it in where it arrives.
  page[names.files] = []
  const electron = strict('electron', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld(key, value) {
        hasClashed = false
        fire('expose', { key, value: pack(value) })
        if (hasClashed) throw new Error('Cannot bind an API on top of an existing property on the window object')
      },
    }),
    webUtils: strict('webUtils', {
      getPathForFile(file) {
        if (!(file instanceof File)) throw new TypeError('getPathForFile expected to receive a File object but one was not provided')
        page[names.files].push(file)
        return `${token}file:${page[names.files].length - 1};`
      },
    }),
  })
  const require = (id) => {
    if (id === 'electron' || id === 'electron/renderer') return electron
    throw new Error(`module not found: ${id} (a sandboxed preload gets little more than electron)`)
  }
  const process = {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: names.platform,
    versions: names.versions,
    env: {},
    argv: [],
  }
  const module = { exports: {} }
  preload(require, module, module.exports, process)
}
