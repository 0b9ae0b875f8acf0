/** The program of docs/ that anybody verifies the log with, against logs of ours, and its page's example. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeEntry, encodeHead, genesisHash, hashEntry } from '../database/chain.ts'
import type { ChainedEntry } from '../database/chain.ts'
import { databaseFile } from '../database/open-database.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'

const documents = resolve(import.meta.dirname, '../../../docs')

/** Its exit code and the last lines that it wrote. */
const verifyLog = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [join(documents, 'verify-log.mjs'), ...args], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, said: stdout + (error && stdout === '' ? stderr : '') }),
    )
  })

interface Manifest {
  manifest: { installationId: string; rows: number; head: { sequence: number; publicKey: string; keyId: string } }
  signature: object
}

/** A stopped console and what it exported: the whole log, and what failed of it. */
const exported = async (directory: string) => {
  const kit = await createTestConsole()
  try {
    const mara = await kit.firstRun()
    for (let i = 0; i < 12; i++) {
      await mara.client.access.lock({ why: 'user' })
      await mara.client.access.unlock({ password: mara.password })
      kit.clock.advance(1_000)
    }
    await mara.client.access.lock({ why: 'user' })
    await mara.client.access.unlock({ password: 'not this one at all' }).catch(() => {})
    await mara.client.access.unlock({ password: mara.password })
    const fetchFile = async (url: string) =>
      Buffer.from(await (await kit.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })).arrayBuffer())
    const save = async (name: string, filter: object) => {
      const { id, url } = await mara.client.audit.export({ filter, format: 'ndjson' })
      copyFileSync(join(kit.dataDirectory, keptHeadFile), join(directory, `${name}.head.json`))
      writeFileSync(join(directory, name), await fetchFile(url))
      const { url: manifestUrl } = await mara.client.audit.exportManifest({ id })
      writeFileSync(join(directory, `${name}.manifest.json`), await fetchFile(manifestUrl))
    }
    await save('all.ndjson', {})
    await save('refused.ndjson', { outcomes: ['refused'] })
    await kit.core.stop()
    copyFileSync(join(kit.dataDirectory, databaseFile), join(directory, databaseFile))
  } finally {
    await kit.end()
  }
  const path = (name: string) => join(directory, name)
  const { manifest } = JSON.parse(readFileSync(path('all.ndjson.manifest.json'), 'utf8')) as Manifest
  return { path, manifest, lines: readFileSync(path('all.ndjson'), 'utf8').trimEnd().split('\n') }
}

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
let log: Awaited<ReturnType<typeof exported>>
beforeAll(async () => {
  log = await exported(directory)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('an export holds by its manifest, by a head that was taken apart, and gzipped', async () => {
  const { path, manifest, lines } = log
  const { keyId, publicKey } = manifest.head
  const all = `${lines.length} entries, 1 to ${lines.length}: each hash is right, each links to the one before, and none is missing.`
  const byManifest = await verifyLog(path('all.ndjson'), path('all.ndjson.manifest.json'))
  expect(byManifest).toMatchObject({ code: 0 })
  expect(byManifest.said).toContain(all)
  expect(byManifest.said).toContain('The file is the one that was exported')
  expect(byManifest.said).toContain(`are covered by the head signed on 2026-11-21T08:00:`)
  expect(byManifest.said).toContain(`Compare the key with the one that you noted: ${keyId}.`)

  const byHead = await verifyLog(
    path('all.ndjson'),
    path('all.ndjson.head.json'),
    '--installation',
    manifest.installationId,
    '--key',
    publicKey,
  )
  expect(byHead).toMatchObject({ code: 0 })
  expect(byHead.said).toContain(all)

  writeFileSync(path('all.ndjson.gz'), gzipSync(readFileSync(path('all.ndjson'))))
  expect(await verifyLog(path('all.ndjson.gz'), path('all.ndjson.manifest.json'), '--key-id', keyId)).toMatchObject({ code: 0 })
})

test('a filtered export holds by its manifest alone', async () => {
  const { path } = log
  const { code, said } = await verifyLog(path('refused.ndjson'), path('refused.ndjson.manifest.json'))
  expect(said).toMatch(/^[1-9]\d* entries, \d+ to \d+: each hash is right\.\nThe file is the one that was exported/)
  expect(code).toBe(0)
})

test('a manifest that nobody signed vouches for no gaps, whatever it says of a filter', async () => {
  const { path, manifest, lines } = log
  const whole = JSON.parse(readFileSync(path('all.ndjson.manifest.json'), 'utf8')) as { manifest: object }
  const entries = lines.map((line) => JSON.parse(line) as ChainedEntry & { previousHash: string; hash: string })
  const { previousHash, hash: _, ...edited } = { ...entries[4]!, actorName: 'somebody else' }
  entries[4] = { ...edited, previousHash, hash: hashEntry(manifest.installationId, edited, previousHash) }
  entries.splice(5, 2)
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  writeFileSync(path('gaps.ndjson'), text)
  const content = { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') }
  const said = { ...whole.manifest, filter: { text: 'anything' }, rows: entries.length, content, file: content }
  writeFileSync(path('gaps.ndjson.manifest.json'), JSON.stringify({ manifest: said, signature: null }))
  const found = await verifyLog(path('gaps.ndjson'), path('gaps.ndjson.manifest.json'), '--key-id', manifest.head.keyId)
  expect(found.said).not.toContain('are covered by the head')
  expect(found).toMatchObject({ code: 2, said: expect.stringContaining('whoever wrote the file could have made it up') as string })
})

test('the database itself holds, and where it was changed is named', async () => {
  const { path, manifest } = log
  const { code, said } = await verifyLog(path(databaseFile), '--key-id', manifest.head.keyId)
  expect(said).toContain('each links to the one before, and none is missing.')
  expect(code).toBe(0)
  const { default: Sqlite } = await import('better-sqlite3')
  const changed = path('changed.db')
  for (const [sql, what] of [
    ["UPDATE log_entry SET message = 'nothing' WHERE sequence = 7", 'BROKEN at entry 7: it was changed.'],
    ['DELETE FROM log_entry WHERE sequence = 7', 'BROKEN at entry 7: entries up to 7 are missing.'],
    ['DELETE FROM log_entry WHERE sequence > 9', 'BROKEN at entry 10: the end was cut off'],
    ["UPDATE log_text SET text = 'other' WHERE text = 'session.locked'", 'it was changed.'],
    ['UPDATE log_head SET at_ms = at_ms + 1', 'the signature of its head does not hold.'],
  ] as const) {
    copyFileSync(path(databaseFile), changed)
    const other = new Sqlite(changed)
    for (const { name } of other.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
      other.exec(`DROP TRIGGER ${name}`)
    other.exec(sql)
    other.pragma('wal_checkpoint(TRUNCATE)')
    other.close()
    const found = await verifyLog(changed)
    expect(found.code, sql).toBe(1)
    expect(found.said).toContain(what)
  }
})

test('without a signature nobody can tell, and with another key nothing holds', async () => {
  const { path, manifest } = log
  const alone = await verifyLog(path('all.ndjson'), '--installation', manifest.installationId)
  expect(alone).toMatchObject({ code: 2, said: expect.stringContaining('whoever wrote the file could have made it up') as string })
  expect(await verifyLog(path('all.ndjson'), path('all.ndjson.manifest.json'), '--key-id', '0000000000000000')).toMatchObject({ code: 1 })
  expect(await verifyLog(path('no such file'), '--installation', 'x')).toMatchObject({
    code: 2,
    said: expect.stringContaining('Cannot verify') as string,
  })
  writeFileSync(path('no-log.ndjson'), 'no log\n')
  expect(await verifyLog(path('no-log.ndjson'), '--installation', 'x')).toMatchObject({ code: 1 })
  writeFileSync(path('half.ndjson'), log.lines[0]!)
  expect(await verifyLog(path('half.ndjson'), '--installation', manifest.installationId)).toMatchObject({
    code: 1,
    said: 'BROKEN: the file ends in the middle of a line.\n',
  })
  expect(await verifyLog()).toMatchObject({ code: 2, said: expect.stringContaining('node verify-log.mjs FILE') as string })
})

/** Links every line anew from one on, as who knows the form would. */
const rechained = (lines: readonly string[], installationId: string): string[] => {
  let before = genesisHash
  return lines.map((line) => {
    const { previousHash: _, hash: __, ...entry } = JSON.parse(line) as ChainedEntry & { previousHash: string; hash: string }
    const hash = hashEntry(installationId, entry, before)
    const made = JSON.stringify({ ...entry, previousHash: before, hash })
    before = hash
    return made
  })
}

test('a log made up anew is found by the head, though every hash is right', async () => {
  const { path, manifest, lines } = log
  const edited = lines.map((line, at) => (at === 4 ? JSON.stringify({ ...(JSON.parse(line) as object), actorName: 'somebody' }) : line))
  writeFileSync(path('anew.ndjson'), `${rechained(edited, manifest.installationId).join('\n')}\n`)
  const { keyId, publicKey } = manifest.head
  const args = ['--installation', manifest.installationId, '--key', publicKey, '--key-id', keyId]
  const { code, said } = await verifyLog(path('anew.ndjson'), path('all.ndjson.head.json'), ...args)
  expect(said).toMatch(/^BROKEN at entry \d+: it is not the entry that was signed\./)
  expect(code).toBe(1)
})

test('whatever is changed in the file is found, and where it is', async () => {
  const { path, manifest, lines } = log
  const args = [path('all.ndjson.head.json'), '--installation', manifest.installationId, '--key', manifest.head.publicKey]
  const head = JSON.parse(readFileSync(path('all.ndjson.head.json'), 'utf8')) as { sequence: number }
  const fields = Object.keys(JSON.parse(lines[0]!) as object)
  const at = fc.nat({ max: head.sequence - 1 })
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant('field' as const),
      at,
      field: fc.constantFrom(...fields),
      value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
    }),
    fc.record({ kind: fc.constant('delete' as const), at }),
    fc.record({ kind: fc.constant('swap' as const), at: fc.nat({ max: head.sequence - 2 }) }),
    fc.record({ kind: fc.constant('copy' as const), at }),
    fc.record({ kind: fc.constant('cut' as const), at }),
    fc.record({ kind: fc.constant('more' as const), at }),
  )
  let files = 0
  await fc.assert(
    fc.asyncProperty(edit, async (one) => {
      const changed = [...lines]
      const line = JSON.parse(lines[one.at]!) as Record<string, unknown>
      if (one.kind === 'field') changed[one.at] = JSON.stringify({ ...line, [one.field]: one.value })
      if (one.kind === 'delete') changed.splice(one.at, 1)
      if (one.kind === 'swap') changed.splice(one.at, 2, lines[one.at + 1]!, lines[one.at]!)
      if (one.kind === 'copy') changed.splice(one.at, 0, lines[one.at]!)
      if (one.kind === 'cut') changed.length = one.at
      if (one.kind === 'more') changed[one.at] = JSON.stringify({ ...line, note: 'x' })
      const same =
        one.kind === 'field' && String(line[one.field]) === String(one.value) && (line[one.field] === null) === (one.value === null)
      const file = path(`edited-${(files += 1)}.ndjson`)
      writeFileSync(file, changed.map((text) => `${text}\n`).join(''))
      const { code, said } = await verifyLog(file, ...args)
      expect(code, `${JSON.stringify(one)} ${said}`).toBe(same ? 0 : 1)
    }),
    { numRuns: 40 },
  )
})

test('the example of the page has the bytes and the hashes that it tells', () => {
  const page = readFileSync(join(documents, 'verify-log.md'), 'utf8')
  const block = (language: string, number: number) =>
    [...page.matchAll(/```(\w+)\n([\s\S]*?)\n```/g)].filter(([, name]) => name === language)[number]![2]!
  const { previousHash, hash, ...entry } = JSON.parse(block('json', 0)) as ChainedEntry & { previousHash: string; hash: string }
  const installation = /installation `([0-9a-f-]{36})`/.exec(page)![1]!
  expect(`\x01${block('text', 0)}`).toBe(encodeEntry(installation, entry, previousHash))
  expect(block('text', 1)).toBe(hash)
  expect(hashEntry(installation, entry, previousHash)).toBe(hash)
  const head = { sequence: 1, atMs: entry.atMs + 1000, hash, horizonSequence: 0, horizonHash: genesisHash }
  expect(`\x01${block('text', 2)}`).toBe(encodeHead(installation, head).toString())
  expect(Object.keys(JSON.parse(block('json', 0)) as object).slice(0, -1)).toEqual(
    [...page.matchAll(/^\d+\. `(\w+)`/gm)].map(([, name]) => name!).slice(0, 18),
  )
})
