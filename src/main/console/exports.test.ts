/** Exports and reports of a whole console, through the link to the last byte. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hashEntry } from '../database/chain.ts'
import type { ChainedEntry } from '../database/chain.ts'
import { openForReading } from '../database/connection.ts'
import { databaseFile } from '../database/open-database.ts'
import { logLength, openConsoleWithLog } from '../test-kit/console-with-log.ts'
import type { TestConsole } from '../test-kit/create-test-console.ts'
import { readLog } from '../test-kit/read-log.ts'

const fetchFile = ({ core }: TestConsole, url: string) =>
  core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })

test('a whole log leaves as lines that anybody can verify, and its manifest tells the file', async () => {
  const { kit, mara } = await openConsoleWithLog()
  const { id, url } = await mara.client.audit.export({ filter: {}, format: 'ndjson' })
  const response = await fetchFile(kit, url)
  expect(response.headers.get('content-disposition')).toContain('.ndjson')
  const bytes = Buffer.from(await response.arrayBuffer())
  const { url: manifestUrl } = await mara.client.audit.exportManifest({ id })
  const { manifest, signature } = (await (await fetchFile(kit, manifestUrl)).json()) as {
    manifest: { installationId: string; rows: number; file: { sha256: string }; head: { sequence: number; hash: string } }
    signature: object | null
  }
  expect(signature).not.toBeNull()
  expect(manifest.file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  const lines = bytes.toString().trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(logLength)
  expect(lines).toHaveLength(manifest.rows)
  let before = '0'.repeat(64)
  for (const line of lines) {
    const { hash, previousHash, ...entry } = JSON.parse(line) as ChainedEntry & { hash: string; previousHash: string }
    expect(previousHash).toBe(before)
    expect(hashEntry(manifest.installationId, entry, previousHash)).toBe(hash)
    before = hash
  }
  expect(manifest.head).toMatchObject({ sequence: lines.length, hash: before })
  expect(await mara.client.audit.exports()).toMatchObject([{ id, state: 'done', rows: lines.length }])
  expect((await fetchFile(kit, url)).status).toBe(404)
})

test('who only asks for the head of a link neither uses it up nor leaves an export that never ends', async () => {
  const { kit, mara } = await openConsoleWithLog()
  const { url } = await mara.client.audit.export({ filter: {}, format: 'csv' })
  const request = new Request(`http://127.0.0.1${url}`, { method: 'HEAD' })
  expect((await kit.core.fetch(request, { trusted: true, source: '127.0.0.1' })).status).toBe(404)
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'waiting' }])
  await (await fetchFile(kit, url)).arrayBuffer()
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'done' }])
})

test('a lock breaks off what is being sent, and the log says so', async () => {
  const { kit, mara } = await openConsoleWithLog()
  const { url } = await mara.client.audit.export({ filter: {}, format: 'csv' })
  const reader = (await fetchFile(kit, url)).body!.getReader()
  await reader.read()
  await mara.client.access.lock({ why: 'user' })
  await expect(reader.read()).rejects.toThrow('locked, ended or given another role')
  await mara.client.access.unlock({ password: mara.password })
  expect(await mara.client.audit.exports()).toMatchObject([{ state: 'failed' }])
  const entries = await readLog(mara.client, { actions: ['log.exported', 'log.export-started'] })
  expect(entries).toMatchObject([
    { action: 'log.exported', outcome: 'failed', actor: { name: 'mara' } },
    { action: 'log.export-started', outcome: 'done' },
  ])
})

test('a report verifies the log, holds the figures of its period, and is entered', async () => {
  const { kit, mara } = await openConsoleWithLog()
  const toMs = kit.clock.now() + 1
  let ready: { url: string; fileName: string } | null = null
  for await (const event of await mara.client.audit.report({ fromMs: toMs - 3_600_000, toMs, format: 'html' })) {
    if (event.kind === 'ready') ready = event
  }
  const page = await (await fetchFile(kit, ready!.url)).text()
  expect(page).toContain('thing.happened')
  expect(page).toContain('class="verdict"')
  const entries = await readLog(mara.client, { actions: ['log.report-made', 'log.verified'] })
  expect(entries.map(({ action }) => action)).toEqual(['log.report-made', 'log.verified'])
})

test('a period beyond all time is refused before the log is verified for it, and its very end is not', async () => {
  const { mara } = await openConsoleWithLog()
  const endOfTimeMs = 8_640_000_000_000_000
  const report = async (toMs: number) => {
    for await (const event of await mara.client.audit.report({ fromMs: 0, toMs, format: 'csv' })) void event
  }
  await expect(report(endOfTimeMs + 1)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await readLog(mara.client, { actions: ['log.verified'] })).toEqual([])
  await report(endOfTimeMs)
})

test('why a report cannot be made is told as it is, also once its stream has begun', async () => {
  const { mara } = await openConsoleWithLog()
  const told = (async () => {
    for await (const event of await mara.client.audit.report({ fromMs: 2, toMs: 1, format: 'csv' })) void event
  })()
  await expect(told).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'The period ends before it begins.' })
})

test('the stop of the console ends what is being sent', async () => {
  const { kit, mara } = await openConsoleWithLog()
  const { url } = await mara.client.audit.export({ filter: {}, format: 'csv' })
  const reader = (await fetchFile(kit, url)).body!.getReader()
  await reader.read()
  await kit.core.stop()
  await expect(reader.read()).rejects.toThrow('stopped')
  const { connection, handle } = openForReading(join(kit.dataDirectory, databaseFile))
  onTestFinished(() => void connection.close())
  const messages = handle
    .all<{ message: string }>('SELECT message FROM log_entry ORDER BY sequence DESC LIMIT 2')
    .map(({ message }) => message)
  expect(messages).toEqual([
    'The console was stopped',
    expect.stringMatching(/^An export of the log as CSV was cancelled before it was whole/),
  ])
})
