import { EventEmitter } from 'node:events'
import { strict } from './strict.ts'

// Loaded into a utility process before its own file: process.parentPort over Node's channel.

const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown): void => void process.send?.(message as object),
} satisfies Partial<Electron.ParentPort>)
Object.defineProperty(process, 'parentPort', { value: strict('parentPort', port) })
Object.defineProperty(process, 'type', { value: 'utility' })

// A message that comes before the app listens waits, as a port's messages do.
const early: unknown[] = []
const pass = (data: unknown): void => void port.emit('message', { data, ports: [] })
port.on('newListener', (event) => {
  if (event !== 'message') return
  setImmediate(() => {
    for (const data of early.splice(0)) pass(data)
  })
})
process.on('message', (data) => {
  if (port.listenerCount('message') > 0) pass(data)
  else early.push(data)
})
process.on('disconnect', () => process.exit(0))
