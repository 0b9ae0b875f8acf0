import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { createDownloadDesk } from '../../console/downloads.ts'
import { encodeHead } from '../../database/chain.ts'
import { startChunkWorker } from '../../database/chunk-worker.ts'
import type { ChunkWorker } from '../../database/chunk-worker.ts'
import type { By } from '../../database/database.ts'
import { signatureHolds } from '../../database/head-signature.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { OpenSession } from '../handlers.ts'
import { manifestStatement } from './export-manifest.ts'
import type { Manifest, ManifestSignature } from './export-manifest.ts'
import type { ExportFacts, ExportProgress } from './export-content.ts'
import type { ExportJob } from './export-job.ts'
import { createExports } from './exports.service.ts'
import { createRowsInUse } from './rows-in-use.ts'

const sessionOf = (id: string, name: string): OpenSession => ({
  id,
  user: { id: `user-${name}`, name, role: 'admin', permissions: [] },
  tokenHash: '',
  locked: false,
  steppedUpUntilMs: null,
  expiresAtMs: 0,
})
const mara = sessionOf('s', 'mara')
const by: By = { actor: { kind: 'user', id: 'user-mara', name: 'mara' }, source: '127.0.0.1', requestId: null }
const module = new URL('../../console/export-worker.ts', import.meta.url)

type Making = ChunkWorker<ExportProgress, ExportFacts>

/** `byHand`: makes a chunk for each line that the test gives, and never ends by itself. */
const setUp = async ({ byHand = false, entries = 50 } = {}) => {
  const opened = openTestAudit()
  await opened.append(entries)
  const { clock, database, events } = opened
  const closed = new Set<string>()
  const desk = createDownloadDesk(clock, createIds(clock), (id) => (closed.has(id) ? null : 'admin'))
  const rowsInUse = createRowsInUse()
  const jobs: ExportJob[] = []
  let stopped = 0
  let told = 0
  events.subscribe((event) => {
    if (event.kind === 'exports-changed') told += 1
  })
  let rows = 0
  const handMade = (): Making => ({
    next: async () => ({ done: false, chunk: { bytes: new Uint8Array(1000), progress: { rows: (rows += 10), share: rows / 100 } } }),
    stop: async () => void (stopped += 1),
  })
  let canSign = true
  const exports = createExports({
    database,
    clock,
    ids: createIds(clock),
    events,
    logger: silentLogger,
    downloads: desk,
    rowsInUse,
    startMaking: (job) => {
      jobs.push(job)
      if (byHand) return handMade()
      const making: Making = startChunkWorker(module, { databasePath: opened.path, input: job })
      onTestFinished(() => making.stop())
      return making
    },
    signNow: () => canSign && opened.heads.signNow(),
    signer: () => (canSign ? opened.signer : null),
    trustedKeys: () => (canSign ? [opened.keys.trusted] : null),
  })
  return {
    ...opened,
    exports,
    desk,
    closed,
    jobs,
    rowsInUse,
    told: () => told,
    stopped: () => stopped,
    seal: () => {
      canSign = false
    },
    prepare: (asked: { filter?: object; format?: 'csv' | 'ndjson' | 'ocsf'; gzip?: boolean } = {}, session = mara) =>
      exports.prepare(by, session, {
        filter: auditFilterSchema.parse(asked.filter ?? {}),
        format: asked.format ?? 'ndjson',
        gzip: asked.gzip ?? false,
      }),
    fetch: (url: string) => desk.take(url.replace('/download/', '')),
    entries: () =>
      database.read((db) =>
        db
          .all<{ action: string; message: string; detail: string; outcome: number; sequence: number }>(
            "SELECT e.sequence, text AS action, message, detail, outcome FROM log_entry e JOIN log_text ON id = e.action WHERE text LIKE 'log.export%' ORDER BY sequence",
          )
          .map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> })),
      ),
  }
}
type Kit = Awaited<ReturnType<typeof setUp>>

const bytesOf = async (response: Response | null) => Buffer.from(await response!.arrayBuffer())
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const manifestOf = async (kit: Kit, id: string) => {
  const { url, fileName } = await kit.exports.manifest(mara, id)
  const parsed = JSON.parse((await bytesOf(kit.fetch(url))).toString()) as {
    manifest: Manifest
    signature: ManifestSignature | null
    whyUnsigned?: string
  }
  return { ...parsed, fileName }
}

test('what leaves is entered before its first byte and after its last, and the user sees it done', async () => {
  const kit = await setUp()
  const { id, url, fileName } = await kit.prepare({ filter: { severities: ['info'] } })
  expect(fileName).toMatch(/^gatehouse-log-2026-11-21T[\d-]+\.ndjson$/)
  expect(kit.exports.list(mara)).toMatchObject([{ id, state: 'waiting', rows: 0, total: null, totalExact: false }])
  const reader = kit.fetch(url)!.body!.getReader()
  expect(kit.entries()).toEqual([])
  const first = await reader.read()
  expect(kit.entries()).toMatchObject([{ action: 'log.export-started', message: expect.stringContaining('severity info') as string }])
  const bytes = Buffer.from(first.value ?? [])
  expect(await reader.read()).toMatchObject({ done: true })
  expect(bytes.toString().trim().split('\n')).toHaveLength(50)
  expect(kit.exports.list(mara)).toMatchObject([
    { id, fileName, format: 'ndjson', state: 'done', rows: 50, total: 50, totalExact: true, bytes: bytes.length, problem: null },
  ])
  expect(kit.entries()[1]).toMatchObject({
    action: 'log.exported',
    outcome: 0,
    detail: { format: 'ndjson', state: 'done', rows: 50, bytes: bytes.length, upToSequence: 50, filter: 'entries with severity info' },
  })
})

test('the rows are those of the moment it was prepared', async () => {
  const kit = await setUp()
  const { url } = await kit.prepare()
  await kit.append(10)
  expect((await bytesOf(kit.fetch(url))).toString().trim().split('\n')).toHaveLength(50)
  expect(kit.exports.list(mara)).toMatchObject([{ total: 50, totalExact: true }])
})

test('the manifest tells the file, and a signed head that its last entry leads to', async () => {
  const kit = await setUp()
  const { id, url, fileName } = await kit.prepare({ gzip: true })
  const bytes = await bytesOf(kit.fetch(url))
  const content = gunzipSync(bytes)
  const { manifest, signature, fileName: manifestName } = await manifestOf(kit, id)
  expect(manifestName).toBe(`${fileName}.manifest.json`)
  expect(manifest).toMatchObject({
    version: 1,
    installationId: kit.database.installationId,
    fileName,
    rows: 50,
    firstSequence: 1,
    lastSequence: 50,
    upToSequence: 50,
    content: { bytes: content.length, sha256: sha256(content) },
    file: { bytes: bytes.length, sha256: sha256(bytes) },
    exportedBy: { name: 'mara' },
  })
  const head = manifest.head!
  const publicKey = Buffer.from(head.publicKey!, 'base64')
  const last = JSON.parse(content.toString().trim().split('\n').at(-1)!) as { hash: string }
  expect(head).toMatchObject({ sequence: 50, hash: last.hash })
  expect(signatureHolds(publicKey, encodeHead(manifest.installationId, head), Buffer.from(head.signature, 'base64'))).toBe(true)
  const signed = Buffer.from(signature!.value, 'base64')
  expect(signatureHolds(publicKey, manifestStatement(manifest), signed)).toBe(true)
  expect(signatureHolds(publicKey, manifestStatement({ ...manifest, rows: 49 }), signed)).toBe(false)
})

test('while the vault is sealed the manifest is not signed, and says so', async () => {
  const kit = await setUp()
  kit.seal()
  const { id, url } = await kit.prepare()
  await bytesOf(kit.fetch(url))
  expect(await manifestOf(kit, id)).toMatchObject({ signature: null, whyUnsigned: expect.stringContaining('vault') as string })
})

test('only a whole file has a manifest', async () => {
  const kit = await setUp()
  const { id } = await kit.prepare()
  await expect(kit.exports.manifest(mara, id)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('progress is told, at most twice a second', async () => {
  const kit = await setUp({ byHand: true })
  const { url } = await kit.prepare({ filter: { outcomes: ['done'] } })
  const reader = kit.fetch(url)!.body!.getReader()
  kit.clock.advance(1000)
  const before = kit.told()
  for (let n = 0; n < 5; n++) await reader.read()
  expect(kit.told()).toBe(before + 1)
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'running', rows: 50, bytes: 5000, total: 100, totalExact: false, tookMs: 1000 }])
  kit.clock.advance(500)
  expect(kit.told()).toBe(before + 2)
  await reader.cancel()
})

test('a cancelled export ends with an error and not as a file that looks whole', async () => {
  const kit = await setUp({ byHand: true })
  const { id, url } = await kit.prepare()
  const reader = kit.fetch(url)!.body!.getReader()
  await reader.read()
  expect(kit.rowsInUse.now()).toBe(true)
  await kit.exports.cancel(mara, id)
  await expect(reader.read()).rejects.toThrow('cancelled')
  expect(kit.stopped()).toBe(1)
  expect(kit.rowsInUse.now()).toBe(false)
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'cancelled', problem: 'The export was cancelled.' }])
  expect(kit.entries().at(-1)).toMatchObject({ action: 'log.exported', outcome: 2, detail: { state: 'cancelled', rows: 10, bytes: 1000 } })
})

test('a cancelled export that was not fetched yet cannot be fetched any more', async () => {
  const kit = await setUp()
  const { id, url } = await kit.prepare()
  await kit.exports.cancel(mara, id)
  expect(kit.fetch(url)).toBeNull()
  expect(kit.jobs).toEqual([])
})

test('a person who goes away stops the reading', async () => {
  const kit = await setUp({ byHand: true })
  const { url } = await kit.prepare()
  const reader = kit.fetch(url)!.body!.getReader()
  await reader.read()
  await reader.cancel()
  expect(kit.stopped()).toBe(1)
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'cancelled' }])
})

test('a lock breaks the file off, and it counts as failed', async () => {
  const kit = await setUp({ byHand: true })
  const { url } = await kit.prepare()
  const reader = kit.fetch(url)!.body!.getReader()
  await reader.read()
  kit.closed.add(mara.id)
  kit.desk.dropClosed()
  await expect(reader.read()).rejects.toThrow('locked, ended or given another role')
  expect(kit.stopped()).toBe(1)
  expect(kit.exports.list(mara)).toMatchObject([
    { state: 'failed', problem: 'The session was locked, ended or given another role before the file was whole.' },
  ])
})

test('a file that nobody fetches is given up, and its rows are let go', async () => {
  const kit = await setUp()
  await kit.prepare()
  kit.clock.advance(61_000)
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'cancelled', problem: 'The file was not fetched within a minute.' }])
  expect(kit.rowsInUse.now()).toBe(false)
})

test('a worker that dies ends the file with an error, told in plain words', async () => {
  const kit = await setUp()
  const { url } = await kit.prepare()
  kit.intruder().exec('DROP TABLE log_actor')
  await expect(bytesOf(kit.fetch(url))).rejects.toThrow()
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'failed', problem: expect.stringContaining('could not be made') as string }])
})

test('nothing leaves that cannot be entered', async () => {
  const kit = await setUp()
  const { url } = await kit.prepare()
  await kit.database.close()
  await expect(bytesOf(kit.fetch(url))).rejects.toThrow()
  expect(kit.jobs).toEqual([])
})

test('exports are one’s own', async () => {
  const kit = await setUp()
  const { id } = await kit.prepare()
  const otto = sessionOf('o', 'otto')
  expect(kit.exports.list(otto)).toEqual([])
  expect(() => kit.exports.cancel(otto, id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  await expect(kit.exports.manifest(otto, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(kit.exports.list(mara)).toMatchObject([{ state: 'waiting' }])
})

test('only so many are under way at once, and of a user only the newest fifty are kept', async () => {
  const kit = await setUp()
  for (let n = 0; n < 4; n++) await kit.prepare()
  await expect(kit.prepare()).rejects.toMatchObject({ code: 'BUSY' })
  for (const { id } of kit.exports.list(mara)) await kit.exports.cancel(mara, id)
  for (let n = 0; n < 60; n++) await kit.exports.cancel(mara, (await kit.prepare()).id)
  expect(kit.exports.list(mara)).toHaveLength(50)
})

test('the stop of the console ends what is under way, and that is entered', async () => {
  const kit = await setUp({ byHand: true })
  const { url } = await kit.prepare()
  const reader = kit.fetch(url)!.body!.getReader()
  await reader.read()
  await kit.exports.stop()
  expect(kit.entries().at(-1)).toMatchObject({ detail: { state: 'cancelled', problem: 'The console was stopped.' } })
  await expect(reader.read()).rejects.toThrow('stopped')
})
