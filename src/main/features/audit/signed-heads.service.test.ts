import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createLiveEvents } from '../../../ports/live-events.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { createEd25519Signer } from '../../test-kit/ed25519-signer.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { TestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createSignedHeads } from './signed-heads.service.ts'

const signedUpTo = ({ database }: Pick<TestAudit, 'database'>) =>
  database.read((db) => db.all<{ sequence: number }>('SELECT sequence FROM log_head ORDER BY sequence')).map((row) => row.sequence)
const actions = ({ database }: TestAudit) =>
  database
    .read((db) => db.all<{ text: string }>('SELECT t.text FROM log_entry e JOIN log_text t ON t.id = e.action ORDER BY e.sequence'))
    .map((row) => row.text)

test('the first entry after a quiet minute is covered within a second, a busy log every ten', async () => {
  const opened = openTestAudit()
  await opened.append(3)
  expect(signedUpTo(opened)).toEqual([])
  opened.clock.advance(1000)
  expect(signedUpTo(opened)).toEqual([3])
  await opened.append(1)
  opened.clock.advance(9999)
  expect(signedUpTo(opened)).toEqual([3])
  opened.clock.advance(1)
  expect(signedUpTo(opened)).toEqual([3, 4])
  opened.clock.advance(60_001)
  await opened.append(2)
  opened.clock.advance(1000)
  expect(signedUpTo(opened)).toEqual([3, 4, 6])
  opened.clock.advance(100_000)
  expect(signedUpTo(opened)).toEqual([3, 4, 6])
})

test('every stop signs, and nothing is signed afterwards', async () => {
  const opened = openTestAudit()
  await opened.append(2)
  await opened.heads.stop()
  expect(signedUpTo(opened)).toEqual([2])
  await opened.append(1)
  opened.clock.advance(100_000)
  expect(signedUpTo(opened)).toEqual([2])
  expect(opened.clock.waiting()).toBe(0)
})

test('while the vault is sealed heads wait, and the first that opens it has all signed', async () => {
  const events = createLiveEvents()
  const opened = openTestDatabase({ onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }) })
  const { database, clock } = opened
  const heads = createSignedHeads({ database, clock, events, logger: silentLogger, keptHeadPath: `${opened.directory}/head.json` })
  await database.append(bySystem, { action: 'a', message: 'x' })
  clock.advance(100_000)
  heads.signNow()
  expect(signedUpTo(opened)).toEqual([])
  heads.use(createEd25519Signer().signer)
  clock.advance(1000)
  expect(signedUpTo(opened)).toEqual([1])
})

test('the newest head lies in a file of its owner beside the database', async () => {
  const opened = openTestAudit()
  await opened.append(2)
  opened.heads.signNow()
  expect(opened.keptHead()).toMatchObject({ sequence: 2, keyId: 'test-key' })
  if (process.platform !== 'win32') expect(statSync(opened.keptHeadPath).mode & 0o777).toBe(0o600)
  await opened.append(1)
  opened.heads.signNow()
  expect(opened.keptHead().sequence).toBe(3)
  expect(readdirSync(opened.directory).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('after a crash what was not signed is signed soon', async () => {
  const opened = openTestAudit()
  await opened.append(2)
  await opened.restart()
  opened.clock.advance(1000)
  expect(signedUpTo(opened)).toEqual([2])
})

test('a head that cannot be signed is tried again', async () => {
  const opened = openTestAudit()
  let failing = true
  opened.heads.use({
    keyId: 'test-key',
    sign: (statement) => {
      if (failing) throw new Error('no')
      return opened.signer.sign(statement)
    },
  })
  await opened.append(1)
  opened.clock.advance(1000)
  expect(signedUpTo(opened)).toEqual([])
  failing = false
  opened.clock.advance(10_000)
  expect(signedUpTo(opened)).toEqual([1])
})

const cutTailAndHeads = (opened: TestAudit) => {
  const other = opened.intruder()
  other.exec('DELETE FROM log_entry WHERE sequence > 2; DELETE FROM log_head')
}

test('the kept head is not replaced by one of a log that was cut, and the loss is entered once', async () => {
  const opened = openTestAudit()
  await opened.append(5)
  await opened.heads.stop()
  cutTailAndHeads(opened)
  const kept = opened.keptHead()
  await opened.restart()
  for (let i = 0; i < 3; i++) {
    await opened.append(3)
    opened.heads.signNow()
    await opened.database.flush()
  }
  expect(opened.keptHead()).toEqual(kept)
  expect(actions(opened).filter((action) => action === 'log.head-lost')).toHaveLength(1)
  await opened.restart()
  await opened.append(1)
  opened.heads.signNow()
  expect(opened.keptHead()).toEqual(kept)
})

test('a console that runs remembers its head also where the file was taken away with it', async () => {
  const opened = openTestAudit()
  await opened.append(5)
  opened.heads.signNow()
  cutTailAndHeads(opened)
  rmSync(opened.keptHeadPath)
  await opened.append(1)
  opened.heads.signNow()
  await opened.database.flush()
  expect(actions(opened)).toContain('log.head-lost')
  expect(existsSync(opened.keptHeadPath)).toBe(false)
})

test('a file that is no head is replaced by the next one', async () => {
  const opened = openTestAudit()
  writeFileSync(opened.keptHeadPath, '{"sequence": "many"')
  await opened.restart()
  await opened.append(1)
  opened.heads.signNow()
  expect(opened.keptHead().sequence).toBe(1)
  expect(readFileSync(opened.keptHeadPath, 'utf8').endsWith('}\n')).toBe(true)
})
