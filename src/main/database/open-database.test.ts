import { statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import type { Readable, Writable } from './database.ts'
import { defineNote } from './notes.ts'

const happened = { action: 'thing.happened', message: 'A thing happened' }
const setting = (tx: Writable, key: string) => tx.run('INSERT INTO setting (key, value, version) VALUES (@key, NULL, 1)', { key })
const settings = (db: Readable) => db.all<{ key: string }>('SELECT key FROM setting ORDER BY key').map((row) => row.key)
const actions = (db: Readable) =>
  db.all<{ text: string }>('SELECT t.text FROM log_entry e JOIN log_text t ON t.id = e.action ORDER BY e.sequence').map((row) => row.text)
const messages = (db: Readable) => db.all<{ message: string }>('SELECT message FROM log_entry ORDER BY sequence').map((row) => row.message)

test('a change commits with its entry and answers what its write answered', async () => {
  const { database, appended } = openTestDatabase()
  const answer = await database.change(bySystem, { action: 'setting.changed', message: 'One' }, (tx) => {
    setting(tx, 'one')
    return 41
  })
  expect(answer).toBe(41)
  expect(database.read(settings)).toEqual(['one'])
  expect(database.read(actions)).toEqual(['setting.changed'])
  expect(appended).toEqual([1])
})

test('entries may be told from the result, several in order', async () => {
  const { database } = openTestDatabase()
  await database.change(
    bySystem,
    (count: number) => Array.from({ length: count }, (_, index) => ({ ...happened, message: `No. ${index}` })),
    () => 3,
  )
  expect(database.read(messages)).toEqual(['No. 0', 'No. 1', 'No. 2'])
})

test('a change without an entry is none', async () => {
  const { database } = openTestDatabase()
  await expect(database.change(bySystem, [], (tx) => setting(tx, 'one'))).rejects.toThrow('without an entry')
  expect(database.read(settings)).toEqual([])
})

test('a write that throws leaves nothing, and what waited is entered later in its order', async () => {
  const { database, appended } = openTestDatabase()
  const first = database.append(bySystem, { ...happened, message: 'first' })
  const second = database.append(bySystem, { ...happened, message: 'second' })
  const failing = database.change(bySystem, happened, (tx) => {
    setting(tx, 'one')
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(database.read(messages)).toEqual([])
  expect(database.read(settings)).toEqual([])
  expect(appended).toEqual([])
  expect(await Promise.all([first, second])).toEqual([1, 2])
  expect(database.read(messages)).toEqual(['first', 'second'])
})

test('words first used in a change that was rolled back are resolved anew', async () => {
  const { database } = openTestDatabase()
  const newWord = { action: 'word.new', message: 'x' }
  await expect(
    database.change(
      bySystem,
      () => [newWord, { ...newWord, count: 0 }],
      () => null,
    ),
  ).rejects.toThrow('count')
  await database.append(bySystem, { action: 'word.other', message: 'x' })
  await database.append(bySystem, newWord)
  expect(database.read(actions)).toEqual(['word.other', 'word.new'])
})

test('a change enters first what was appended before it', async () => {
  const { database } = openTestDatabase()
  const waiting = database.append(bySystem, { ...happened, message: 'before' })
  await database.change(bySystem, { ...happened, message: 'change' }, () => null)
  expect(database.read(messages)).toEqual(['before', 'change'])
  expect(await waiting).toBe(1)
})

test('an append resolves once it is there for every reader, and many share a commit', async () => {
  const { database, appended, outside } = openTestDatabase()
  const reader = outside()
  const sequences = await Promise.all(Array.from({ length: 50 }, () => database.append(bySystem, happened)))
  expect(sequences).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  expect(reader.prepare('SELECT count(*) FROM log_entry').pluck().get()).toBe(50)
  expect(appended).toEqual([50])
})

test('flush commits at once', async () => {
  const { database } = openTestDatabase()
  const waiting = database.append(bySystem, happened)
  await database.flush()
  expect(database.read(messages)).toHaveLength(1)
  await waiting
})

test('a full queue pushes back, and holds what it took', async () => {
  const { database } = openTestDatabase()
  const taken = Array.from({ length: 10_000 }, () => database.append(bySystem, happened))
  await expect(database.append(bySystem, happened)).rejects.toMatchObject({ code: 'BUSY' })
  await database.flush()
  expect(new Set(await Promise.all(taken)).size).toBe(10_000)
  expect(await database.append(bySystem, happened)).toBe(10_001)
})

test('a bad event fails alone: neither its neighbours nor a change after them', async () => {
  const { database } = openTestDatabase()
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const good = database.append(bySystem, { ...happened, message: 'good' })
  const bad = [
    database.append(bySystem, { ...happened, detail: circular }),
    database.append(bySystem, { ...happened, count: 0 }),
    database.append(bySystem, { ...happened, count: 1.5 }),
    database.append({ ...bySystem, requestId: 'no uuid' }, happened),
  ]
  const settled = Promise.allSettled(bad)
  await database.change(bySystem, { ...happened, message: 'change' }, () => null)
  expect((await settled).map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  expect(await good).toBe(1)
  expect(database.read(messages)).toEqual(['good', 'change'])
})

test('an event is entered as it was when it was appended', async () => {
  const { database } = openTestDatabase()
  const detail = { state: 'then' }
  const waiting = database.append(bySystem, { ...happened, detail })
  detail.state = 'later'
  await waiting
  expect(database.read((db) => db.get('SELECT detail FROM log_entry'))).toEqual({ detail: '{"state":"then"}' })
})

test('a handle ends with its change', async () => {
  const { database } = openTestDatabase()
  let kept: Writable | undefined
  await database.change(bySystem, happened, (tx) => {
    kept = tx
  })
  expect(() => setting(kept!, 'later')).toThrow('has ended')
  expect(() => kept!.get('SELECT 1')).toThrow('has ended')
})

test('a change that goes on after its answer is refused whole', async () => {
  const { database } = openTestDatabase()
  const change = database.change(bySystem, happened, async (tx) => {
    setting(tx, 'one')
    await Promise.resolve()
  })
  await expect(change).rejects.toThrow('synchronous')
  expect(database.read(settings)).toEqual([])
  expect(database.read(messages)).toEqual([])
})

test('reading cannot write', () => {
  const { database } = openTestDatabase()
  expect(() => database.read((db) => db.all("INSERT INTO setting VALUES ('x', NULL, 1) RETURNING key"))).toThrow()
})

test('a listener that fails does not make a commit look like a failure', async () => {
  const { database } = openTestDatabase({
    onAppended: () => {
      throw new Error('listener')
    },
  })
  expect(await database.change(bySystem, happened, () => 'done')).toBe('done')
  expect(await database.append(bySystem, happened)).toBe(2)
})

test('a note writes without an entry', async () => {
  const { database } = openTestDatabase()
  const note = defineNote('sign_in_failure', 'INSERT INTO sign_in_failure VALUES (@name, 0, 1, 0, 5, NULL)')
  database.note(note, { name: 'a' })
  await database.change(bySystem, happened, () => database.note(note, { name: 'b' }))
  expect(database.read((db) => db.all('SELECT name_hash FROM sign_in_failure'))).toHaveLength(2)
  expect(database.read(messages)).toHaveLength(1)
})

test('the installation keeps its id and its log over restarts', async () => {
  const opened = openTestDatabase()
  const { installationId } = opened.database
  const last = opened.database.append(bySystem, happened)
  const again = await opened.reopen()
  expect(await last).toBe(1)
  expect(again.installationId).toBe(installationId)
  expect(await again.append(bySystem, happened)).toBe(2)
})

test('a database that is closed says that the console is stopping', async () => {
  const { database } = openTestDatabase()
  await database.close()
  await expect(database.append(bySystem, happened)).rejects.toMatchObject({ code: 'BUSY' })
  await expect(database.change(bySystem, happened, () => null)).rejects.toMatchObject({ code: 'BUSY' })
  expect(() => database.read(settings)).toThrow('stopping')
})

test('another program that holds the database is a plain refusal, and nothing is lost of what waited before', async () => {
  const { database, outside } = openTestDatabase()
  await database.append(bySystem, happened)
  const other = outside()
  other.exec('BEGIN IMMEDIATE')
  await expect(database.change(bySystem, happened, (tx) => setting(tx, 'one'))).rejects.toMatchObject({ code: 'BUSY' })
  other.exec('ROLLBACK')
  await database.change(bySystem, happened, (tx) => setting(tx, 'one'))
  expect(database.read(messages)).toHaveLength(2)
})

test.skipIf(process.platform === 'win32')('only the owner may read the files', async () => {
  const { database, directory, path } = openTestDatabase()
  await database.append(bySystem, happened)
  for (const file of [path, `${path}-wal`, `${path}-shm`, join(directory, 'reserve')]) expect(statSync(file).mode & 0o777, file).toBe(0o600)
})

test('any text comes back as it was entered, but for NUL and lone surrogates', async () => {
  const { database } = openTestDatabase()
  const read = (sequence: number) =>
    database.read((db) =>
      db.get<{ message: string; name: string }>('SELECT message, target_name AS name FROM log_entry WHERE sequence = @sequence', {
        sequence,
      }),
    )
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }), async (said) => {
      const text = said.replaceAll('\0', ' ')
      const sequence = await database.append(bySystem, { ...happened, message: text, target: { kind: 't', id: null, name: text } })
      expect(read(sequence)).toEqual({ message: text, name: text })
    }),
    { numRuns: 30 },
  )
  const odd = await database.append(bySystem, { ...happened, message: 'a\0b\uD800' })
  expect(read(odd)?.message).toBe('a\uFFFDb\uFFFD')
})
