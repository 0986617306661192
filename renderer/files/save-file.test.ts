import { beforeEach, expect, test, vi } from 'vitest'
import { saveFile, saveOne } from './save-file.ts'

const said: string[] = []
const downloads: string[] = []
let isWanted = true
vi.mock('../app/bridge.ts', () => ({
  bridge: {
    download: async (ticket: string) => {
      downloads.push(ticket)
      return isWanted
    },
  },
}))
vi.mock('../ui/toast.tsx', () => ({
  toast: (text: string) => said.push(text),
  toastError: ({ message }: Error) => said.push(message),
}))

const file = (name: string) => ({ ticket: `ticket of ${name}`, fileName: name, count: 2, sizeBytes: 9 })
/** A write that takes until it is let go. */
function slow(name: string): { write: () => Promise<ReturnType<typeof file>>; finish: () => void } {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof file>>()
  return { write: () => promise, finish: () => resolve(file(name)) }
}

beforeEach(() => {
  said.length = downloads.length = 0
  isWanted = true
})

test('what is in the file is said once it is saved, and nothing where the person changed their mind', async () => {
  saveFile({ noun: 'cost entry', nouns: 'cost entries', write: async () => file('costs.csv') })
  await expect.poll(() => said).toEqual(['2 cost entries saved as costs.csv.'])
  saveOne(
    async () => file('report.html'),
    ({ fileName, sizeBytes }) => `${fileName}, ${sizeBytes} bytes`,
  )
  await expect.poll(() => said.slice(1)).toEqual(['report.html, 9 bytes'])
  isWanted = false
  saveFile({ noun: 'term', write: async () => file('terms.csv') })
  await expect.poll(() => downloads).toHaveLength(3)
  expect(said).toHaveLength(2)
})

test('a second one while a file is being written says why nothing comes of it, and works once that is there', async () => {
  const first = slow('costs.csv')
  saveFile({ noun: 'cost entry', write: first.write })
  const second = vi.fn<() => Promise<ReturnType<typeof file>>>(async () => file('terms.csv'))
  saveFile({ noun: 'term', write: second })
  expect(said).toEqual(['Another file is still being written. Try again when it is saved.'])
  expect(second).not.toHaveBeenCalled()
  first.finish()
  await expect.poll(() => downloads).toEqual(['ticket of costs.csv'])
  await expect.poll(() => said).toHaveLength(2)
  saveFile({ noun: 'term', write: second })
  await expect.poll(() => said[2]).toBe('2 terms saved as terms.csv.')
})

test('a failing one says so, and another one can be tried', async () => {
  saveFile({ noun: 'term', write: async () => Promise.reject(new Error('The disk is full.')) })
  await expect.poll(() => said).toHaveLength(1)
  saveFile({ noun: 'term', write: async () => file('terms.csv') })
  await expect.poll(() => said[1]).toBe('2 terms saved as terms.csv.')
})
