import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { sendDownload } from './download.ts'

test('what a window asked for and did not wait for is let go', async () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  response.destroy()
  let dropped = 0
  const open = async function* open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a')
  }
  const download = { fileName: 'a.csv', mediaType: 'text/csv', sizeBytes: 1, open, drop: () => (dropped += 1) }
  await expect(sendDownload(response, download)).rejects.toMatchObject({ code: 'ERR_STREAM_UNABLE_TO_PIPE' })
  expect(dropped).toBe(1)
})
