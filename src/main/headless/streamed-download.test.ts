// A file that is made on the way, over a real connection.
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { openConsoleWithLog } from '../test-kit/console-with-log.ts'
import { createListener } from './listener.ts'
import { createTokenSet } from './token-set.ts'

const setUp = async () => {
  const { kit, mara } = await openConsoleWithLog()
  const { clock } = kit
  const ids = createIds(clock)
  const listener = createListener({
    console: kit.core,
    links: createTokenSet({ clock, ids, capacity: 20, lifetimeMs: 300_000 }),
    hostTokens: createTokenSet({ clock, ids, capacity: 100 }),
    clock,
    ids,
    logger: silentLogger,
  })
  const port = await listener.listen(0)
  onTestFinished(async () => {
    const closed = listener.close(0)
    clock.advance(1)
    await closed
  })
  const { url } = await mara.client.audit.export({ filter: {}, format: 'csv' })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path: url, headers: { 'sec-fetch-site': 'same-origin' }, agent: false }, resolve)
      .on('error', reject)
      .end()
  })
  return { kit, mara, response }
}

const readAll = async (response: IncomingMessage) => {
  let bytes = 0
  for await (const chunk of response) bytes += (chunk as Buffer).length
  return bytes
}

test('a browser gets it whole', async () => {
  const { mara, response } = await setUp()
  const bytes = await readAll(response)
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'done', bytes }])
})

test('a lock on the way cuts the connection, so that no part of it looks whole', async () => {
  const { kit, mara, response } = await setUp()
  // Nothing is read yet: the file waits in its middle, where the connection holds no more.
  await kit.core.lockAll('user')
  await expect(readAll(response)).rejects.toThrow()
  await mara.client.access.unlock({ password: mara.password })
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'failed' }])
})

test('a browser that gives up stops the making', async () => {
  const { mara, response } = await setUp()
  response.destroy()
  await expect.poll(async () => (await mara.client.audit.exports())[0]!.state).toBe('cancelled')
})
