import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verdictSchema } from '../../../shared/contract/audit.ts'
import { openTestAudit, verdictIn } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { foundBroken, signedLog } from '../../test-kit/signed-log.ts'

test('a log as it was written is intact, says up to which head, and where that is kept', async () => {
  const opened = await signedLog()
  await opened.append(2)
  const verdict = verdictSchema.parse(await opened.verify())
  expect(verdict).toMatchObject({
    intact: true,
    broken: null,
    checked: 22,
    firstSequence: 1,
    lastSequence: 22,
    unsigned: 2,
    keptIn: ['log-head.json'],
  })
  expect(verdict.head).toMatchObject({ sequence: 20, keyId: 'test-key' })
  expect(verdict.sentence).toMatch(
    /^Intact\. All 22 entries, 1 to 22, are as written, and so are the counters\. Complete up to entry 20, signed on 2026-11-21 \d\d:\d\d:\d\d UTC with key test-key\. That head is also kept in log-head\.json\. 2 newer entries are not signed yet\.$/,
  )
})

test('an empty log and one without a head say so', async () => {
  const opened = openTestAudit()
  expect(await opened.verify()).toMatchObject({
    intact: true,
    checked: 0,
    head: null,
    integrity: { holds: true },
    completeness: { state: 'unknown' },
  })
  expect(await opened.verify()).toMatchObject({
    intact: true,
    checked: 1,
    head: null,
    sentence: expect.stringContaining('No signed head says yet how far the log went.') as string,
  })
})

test('what was found is entered, with its severity', async () => {
  const opened = await signedLog()
  await opened.verify()
  opened.intruder().exec("UPDATE log_entry SET message = 'other' WHERE sequence = 3")
  await opened.verify()
  const said = opened.database.read((db) =>
    db.all<{ severity: number; message: string; detail: string }>(
      'SELECT severity, message, detail FROM log_entry WHERE sequence > 20 ORDER BY sequence',
    ),
  )
  expect(said).toMatchObject([
    { severity: 0, message: 'The log was verified: 20 entries are intact' },
    { severity: 4, message: expect.stringMatching(/^The log was verified and is broken: Entry 3 of /) as string },
  ])
  expect(JSON.parse(said[1]!.detail)).toMatchObject({ brokenAt: 3 })
})

test('only the newest head is called kept', async () => {
  const opened = await signedLog()
  const older = readFileSync(opened.keptHeadPath)
  await opened.append(5)
  opened.heads.signNow()
  expect(await opened.verify()).toMatchObject({ head: { sequence: 25 }, keptIn: ['log-head.json'] })
  writeFileSync(opened.keptHeadPath, older)
  const verdict = await opened.verify()
  expect(verdict).toMatchObject({ intact: true, head: { sequence: 25 }, keptIn: [] })
  expect(verdict.sentence).toContain('An older one, over entry 20, is kept in log-head.json.')
})

test('while the vault is not open signatures are not called forged, nor anything signed', async () => {
  const opened = await signedLog()
  opened.forgetKeys()
  expect(await opened.verify()).toMatchObject({
    intact: true,
    head: null,
    sentence: expect.stringContaining('Signatures could not be checked, because the vault is not open.') as string,
  })
  opened.intruder().exec("UPDATE log_entry SET message = 'other' WHERE sequence = 3")
  expect(await foundBroken(opened)).toMatchObject({ kind: 'changed', sequence: 3 })
})

test('the log may grow while it is verified, over an hour too', async () => {
  const opened = await signedLog({ worker: true })
  await Promise.all(Array.from({ length: 5000 }, () => opened.database.append(bySystem, { action: 'a', message: 'x' })))
  let appended = 0
  for await (const event of opened.audit.verify(bySystem, undefined)) {
    if (event.kind === 'verdict') {
      expect(event.verdict).toMatchObject({ intact: true, checked: 5020, lastSequence: 5020 })
      break
    }
    opened.clock.advance(1_800_000)
    await opened.append(2)
    appended += 2
  }
  expect(appended).toBeGreaterThan(0)
})

test('progress rises to the whole', async () => {
  const opened = openTestAudit({ worker: true })
  await Promise.all(Array.from({ length: 3000 }, () => opened.database.append(bySystem, { action: 'a', message: 'x' })))
  const told: number[] = []
  for await (const event of opened.audit.verify(bySystem, undefined)) if (event.kind === 'progress') told.push(event.checked)
  expect(told[0]).toBe(0)
  expect(told.at(-1)).toBe(3000)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('the verdict is told also where it cannot be entered', async () => {
  const opened = await signedLog()
  const other = opened.outside()
  const told = opened.audit.verify(bySystem, undefined)
  expect((await told.next()).value).toMatchObject({ kind: 'progress' })
  other.exec('BEGIN IMMEDIATE')
  const verdict = await verdictIn(told)
  other.exec('ROLLBACK')
  expect(verdict.intact).toBe(true)
})
