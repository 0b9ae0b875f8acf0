import { expect, test } from 'vitest'
import { auditEntrySchema, auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { auditEntryDetailSchema } from '../../../shared/contract/audit.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { TestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { allEntries } from '../../test-kit/read-log.ts'
import { rechain } from '../../test-kit/rechain.ts'

const noFilter = auditFilterSchema.parse({})

/** Entries 1 to 20, signed at 10 and at 20, and two more. */
const log = async () => {
  const opened = openTestAudit()
  await opened.append(10)
  opened.heads.signNow()
  await opened.append(10)
  opened.heads.signNow()
  await opened.append(2)
  return opened
}
const proofOf = async (opened: TestAudit, sequence: number) => auditEntryDetailSchema.parse(await opened.audit.entry(sequence)).proof

test('an entry is shown whole', async () => {
  const opened = openTestAudit()
  const requestId = '0193f0aa-0000-7000-8000-000000000001'
  const by = { actor: { kind: 'user' as const, id: 'u1', name: 'Ada' }, source: '10.0.0.1', requestId }
  await opened.database.append(by, { action: 'a', message: 'before' })
  await opened.database.append(by, {
    action: 'thing.changed',
    message: 'Ada changed a thing',
    severity: 'high',
    outcome: 'failed',
    target: { kind: 'thing', id: 't', name: 'T' },
    threatClass: 'odd',
    count: 3,
    detail: { from: 1, to: [2] },
  })
  await opened.database.append(bySystem, { action: 'a', message: 'after' })
  const { entry, detail, related } = auditEntryDetailSchema.parse(await opened.audit.entry(2))
  expect(entry).toEqual({
    sequence: 2,
    atMs: opened.clock.now(),
    severity: 'high',
    outcome: 'failed',
    action: 'thing.changed',
    message: 'Ada changed a thing',
    actor: { kind: 'user', id: 'u1', name: 'Ada' },
    source: '10.0.0.1',
    target: { kind: 'thing', id: 't', name: 'T' },
    threatClass: 'odd',
    requestId,
    count: 3,
  })
  expect(detail).toEqual({ from: 1, to: [2] })
  expect(related).toEqual({ sameRequest: 2, sameActorToday: 2 })
})

test('an entry that is not there is not found', async () => {
  await expect(openTestAudit().audit.entry(1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('an entry below a signed head is proved, with its neighbours and that head', async () => {
  const opened = await log()
  for (const sequence of [1, 2, 9, 10, 11, 20]) {
    const proof = await proofOf(opened, sequence)
    expect(proof).toMatchObject({ state: 'proved', reason: null, brokenAt: null, head: { sequence: sequence <= 10 ? 10 : 20 } })
    expect(proof.entry.sequence).toBe(sequence)
    expect(proof.older?.sequence).toBe(sequence === 1 ? undefined : sequence - 1)
    expect(proof.entry.previousHash).toBe(proof.older?.hash ?? '0'.repeat(64))
    expect(proof.newer).toMatchObject({ sequence: sequence + 1, previousHash: proof.entry.hash })
  }
})

test('an entry above the newest head is right, and not signed yet', async () => {
  const opened = await log()
  expect(await proofOf(opened, 21)).toMatchObject({ state: 'unsigned', reason: null, head: null })
  expect(await proofOf(opened, 22)).toMatchObject({ state: 'unsigned', reason: null, newer: null })
  opened.heads.signNow()
  expect(await proofOf(opened, 22)).toMatchObject({ state: 'proved', head: { sequence: 22 } })
})

test.each([
  ['itself changed', "UPDATE log_entry SET message = 'other' WHERE sequence = 5", 5, 5],
  ['its older neighbour changed', "UPDATE log_entry SET message = 'other' WHERE sequence = 4", 5, 4],
  ['its newer neighbour changed', "UPDATE log_entry SET message = 'other' WHERE sequence = 6", 5, 6],
  ['its older neighbour gone', 'DELETE FROM log_entry WHERE sequence = 4', 5, 5],
  ['its newer neighbour gone', 'DELETE FROM log_entry WHERE sequence = 6', 5, 6],
  [
    'its newer neighbour gone and no head above',
    'DELETE FROM log_entry WHERE sequence = 22; DELETE FROM log_head WHERE sequence = 20',
    21,
    null,
  ],
  ['its word gone', 'DELETE FROM log_text WHERE id = (SELECT action FROM log_entry LIMIT 1)', 5, 4],
  ['its head forged', "UPDATE log_head SET signature = x'00' WHERE sequence = 10", 5, 10],
] as const)('an entry with %s is told', async (_, sql, sequence, brokenAt) => {
  const opened = await log()
  opened.intruder().exec(sql)
  const proof = await proofOf(opened, sequence)
  // Of a newest entry without a signature nobody knows that there was one more.
  expect(proof).toMatchObject(
    brokenAt === null ? { state: 'unsigned' } : { state: 'broken', brokenAt, reason: expect.any(String) as string },
  )
})

test('what is broken further up keeps an entry from being proved, and does not break it', async () => {
  const opened = await log()
  opened.intruder().exec("UPDATE log_entry SET message = 'other' WHERE sequence = 8")
  expect(await proofOf(opened, 3)).toMatchObject({
    state: 'unsigned',
    brokenAt: 8,
    reason: expect.stringContaining('Entry 8 of') as string,
  })
  expect(await proofOf(opened, 12)).toMatchObject({ state: 'proved' })
})

test('an entry of a log made up anew is broken, by the heads or by the file', async () => {
  const opened = await log()
  const other = opened.intruder()
  other.exec("UPDATE log_entry SET message = 'other' WHERE sequence = 15")
  rechain(other, opened.database.installationId, 15)
  expect(await proofOf(opened, 15)).toMatchObject({ state: 'broken', brokenAt: 20 })
  other.exec('DELETE FROM log_head')
  expect(await proofOf(opened, 15)).toMatchObject({ state: 'broken', reason: expect.stringContaining('log-head.json') as string })
})

test('while the vault is not open nothing is called proved or forged', async () => {
  const opened = await log()
  opened.forgetKeys()
  expect(await proofOf(opened, 5)).toMatchObject({ state: 'unsigned', reason: expect.stringContaining('vault') as string })
})

test.each([
  "detail = 'no JSON'",
  "detail = 'null'",
  "detail = '[1]'",
  "detail = '5'",
  'at_ms = 9223372036854775807',
  'count = 9223372036854775807',
  'actor = 99',
  'action = 99',
  'target_kind = 99',
])('an entry whose %s can still be shown, and is broken', async (assignment) => {
  const opened = await log()
  opened.intruder().exec(`UPDATE log_entry SET ${assignment} WHERE sequence = 5`)
  expect(await proofOf(opened, 5)).toMatchObject({ state: 'broken' })
  const entries = await allEntries((before, limit) => opened.audit.list(noFilter, before, limit))
  expect(entries.map((entry) => auditEntrySchema.parse(entry))).toHaveLength(22)
})

test('an actor of a kind that there is not can still be shown', async () => {
  const opened = await log()
  opened.intruder().exec("UPDATE log_actor SET kind = 'evil'")
  expect(await proofOf(opened, 5)).toMatchObject({ state: 'broken' })
})

test('size and choices tell what there is, the most used first', async () => {
  const opened = openTestAudit({ partSize: 4 })
  expect(opened.audit.size()).toEqual({ firstSequence: 0, lastSequence: 0, entries: 0 })
  expect(await opened.audit.choices()).toEqual({ actors: [], actions: [], sources: [], classes: [] })
  const user = (name: string) => ({ actor: { kind: 'user' as const, id: 'u1', name }, source: 's', requestId: null })
  await opened.database.append(user('Ada'), { action: 'b', message: 'x', target: { kind: 'not-an-action', id: null, name: '' } })
  await opened.database.append(user('Ada Lovelace'), { action: 'a', message: 'x', threatClass: 'bot' })
  await opened.database.append(bySystem, { action: 'b', message: 'x' })
  expect(opened.audit.size()).toEqual({ firstSequence: 1, lastSequence: 3, entries: 3 })
  const expected = {
    actors: [
      { kind: 'user', id: 'u1', name: 'Ada Lovelace' },
      { kind: 'system', id: null, name: 'gatehouse' },
    ],
    actions: ['b', 'a'],
    sources: ['s', 'console'],
    classes: ['bot'],
  }
  expect(await opened.audit.choices()).toEqual(expected)
  await opened.append(3, { action: 'a', threatClass: 'scanner' })
  await opened.indexNow()
  await opened.append(2, { action: 'a', threatClass: 'scanner' })
  // Twice: the second time what a sealed part holds is known.
  for (const _ of [1, 2])
    expect(await opened.audit.choices()).toEqual({
      actors: expected.actors.toReversed(),
      actions: ['a', 'b', 'log.index-sealed'],
      sources: ['console', 's'],
      classes: ['scanner', 'bot'],
    })
})
