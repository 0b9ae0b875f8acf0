// A file that is made on the way, through what Electron does between the console and its window.
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { openConsoleWithLog } from '../test-kit/console-with-log.ts'
import { throughElectron } from '../test-kit/electron-pipe.ts'
import { createAppHandler } from './app-protocol.ts'
import { appOrigin } from './app-scheme.ts'

const setUp = async () => {
  const { kit, mara } = await openConsoleWithLog()
  const fetchIn = throughElectron(createAppHandler({ console: kit.core, logger: silentLogger }), appOrigin)
  const { id, url } = await mara.client.audit.export({ filter: {}, format: 'csv' })
  return { kit, mara, id, fetchFile: (init?: RequestInit) => fetchIn(`${appOrigin}${url}`, init) }
}
const readOn = async (response: Response) => {
  const reader = response.body!.getReader()
  let bytes = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length
  return bytes
}

test('the window gets it whole', async () => {
  const { mara, fetchFile } = await setUp()
  const bytes = await readOn(await fetchFile())
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'done', bytes }])
})

test('a lock on the way ends it with an error, so that no part of it looks whole', async () => {
  const { kit, mara, fetchFile } = await setUp()
  const response = await fetchFile()
  await kit.core.lockAll('user')
  await expect(readOn(response)).rejects.toThrow()
  await mara.client.access.unlock({ password: mara.password })
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'failed' }])
})

test('a window that goes away stops the making', async () => {
  const { mara, fetchFile } = await setUp()
  const gone = new AbortController()
  const response = await fetchFile({ signal: gone.signal })
  const reader = response.body!.getReader()
  await reader.read()
  gone.abort()
  await expect(reader.read()).rejects.toThrow()
  await expect.poll(async () => (await mara.client.audit.exports())[0]!.state).toBe('cancelled')
})
