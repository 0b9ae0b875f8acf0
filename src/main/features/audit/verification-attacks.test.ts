import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeHead, genesisHash } from '../../database/chain.ts'
import { createEd25519Signer } from '../../test-kit/ed25519-signer.ts'
import { rechain } from '../../test-kit/rechain.ts'
import { foundBroken, signedLog } from '../../test-kit/signed-log.ts'

test.each([
  'at_ms = at_ms + 1',
  'at_ms = 9000000000000000000',
  'at_ms = -9000000000000000000',
  'severity = 4',
  'outcome = 2',
  'action = (SELECT max(id) FROM log_text)',
  'actor = 99',
  "source = (SELECT id FROM log_text WHERE text = 'thing.happened')",
  "target_kind = (SELECT id FROM log_text WHERE text = 'thing.happened')",
  "target_id = ''",
  "target_id = 'x'",
  "target_name = 'x'",
  "threat_class = (SELECT id FROM log_text WHERE text = 'thing.happened')",
  "request_id = x''",
  "request_id = x'00112233445566778899aabbccddeeff'",
  'count = 2',
  'count = 9223372036854775807',
  "message = message || ' '",
  "message = ''",
  "detail = '{} '",
  "detail = ''",
  'hash = zeroblob(32)',
])('an entry whose %s is found and named', async (assignment) => {
  const opened = await signedLog()
  opened.intruder().exec(`UPDATE log_entry SET ${assignment} WHERE sequence = 7`)
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ sequence: 7, kind: assignment === 'actor = 99' ? 'unreadable' : 'changed' })
  expect(broken.sentence).toContain('Entry 7 ')
})

test.each([
  ['an entry', 'DELETE FROM log_entry WHERE sequence = 7', 'missing', 7, 'Entry 7 is missing: it was deleted.'],
  ['a range', 'DELETE FROM log_entry WHERE sequence BETWEEN 7 AND 12', 'missing', 7, 'Entries 7 to 12 are missing: they were deleted.'],
  ['the first', 'DELETE FROM log_entry WHERE sequence = 1', 'missing', 1, 'Entry 1 is missing: it was deleted.'],
  ['a word', "DELETE FROM log_text WHERE text = 'thing.refused'", 'unreadable', 20, 'Entry 20 cannot be read'],
  ['an actor', 'DELETE FROM log_actor', 'unreadable', 1, 'Entry 1 cannot be read'],
  ['the tail', 'DELETE FROM log_entry WHERE sequence > 15', 'cut', 16, 'it stops at entry 15, but a signed head of 2026-11-21'],
  ['everything', 'DELETE FROM log_entry', 'cut', 1, 'it is empty, but a signed head'],
  [
    'the tail and the heads',
    'DELETE FROM log_entry WHERE sequence > 15; DELETE FROM log_head',
    'cut',
    16,
    'the signed head kept in log-head.json of 2026-11-21',
  ],
  [
    'the tail and its head',
    'DELETE FROM log_entry WHERE sequence > 15; DELETE FROM log_head WHERE sequence > 15',
    'cut',
    16,
    'covers entries up to 20.',
  ],
  ['all and the heads', 'DELETE FROM log_entry; DELETE FROM log_head', 'cut', 1, 'it is empty'],
  ['the heads alone', 'DELETE FROM log_head', 'cut', 20, 'Signed heads were taken out of the log'],
  ['the horizon', 'DELETE FROM log_horizon; DELETE FROM log_entry WHERE sequence < 5', 'missing', 1, 'Entries 1 to 4 are missing'],
  ['a counter', 'DELETE FROM log_hour WHERE severity = 3', 'counter-wrong', 20, 'says 0 where there are 1.'],
] as const)('%s taken away is found and named', async (_, sql, kind, sequence, words) => {
  const opened = await signedLog()
  opened.intruder().exec(sql)
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind, sequence })
  expect(broken.sentence).toContain(words)
})

test.each([
  ['a word', "UPDATE log_text SET text = 'thing.allowed' WHERE text = 'thing.refused'", 20],
  ['a source', "UPDATE log_text SET text = 'elsewhere' WHERE text = 'console'", 1],
  ['an actor’s name', "UPDATE log_actor SET name = 'somebody'", 1],
  ['an actor’s kind', "UPDATE log_actor SET kind = 'evil'", 1],
  ['an actor’s reference', "UPDATE log_actor SET reference = 'x'", 1],
])('%s changed in the dictionary is found at the first entry that uses it', async (_, sql, sequence) => {
  const opened = await signedLog()
  opened.intruder().exec(sql)
  expect(await foundBroken(opened)).toMatchObject({ kind: 'changed', sequence })
})

test('two entries in each other’s place are found', async () => {
  const opened = await signedLog()
  opened
    .intruder()
    .exec(
      'UPDATE log_entry SET sequence = -1 WHERE sequence = 7; UPDATE log_entry SET sequence = 7 WHERE sequence = 8; UPDATE log_entry SET sequence = 8 WHERE sequence = -1',
    )
  expect(await foundBroken(opened)).toMatchObject({ kind: 'changed', sequence: 7 })
})

const insertCopy = (sequence: string) => `
  INSERT INTO log_entry SELECT ${sequence}, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, 'forged', detail, hash
  FROM log_entry WHERE sequence = 20`

test('an entry added at the end with a wrong hash is found', async () => {
  const opened = await signedLog()
  opened.intruder().exec(insertCopy('21'))
  expect(await foundBroken(opened)).toMatchObject({ kind: 'changed', sequence: 21 })
})

test('entries far above the end are found, and do not keep the log from being verified', async () => {
  const opened = await signedLog()
  opened.intruder().exec(insertCopy('9223372036854775807'))
  expect(await foundBroken(opened)).toMatchObject({ kind: 'missing', sequence: 21 })
})

test.each(['0', '-7'])('an entry put below the first, as entry %s, is found', async (sequence) => {
  const opened = await signedLog()
  opened.intruder().exec(insertCopy(sequence))
  expect(await foundBroken(opened)).toMatchObject({ kind: 'inserted', sequence: Number(sequence) })
})

test('a chain made up anew from an edited entry on is found by the signature, and no more is called as written than is signed', async () => {
  const opened = await signedLog()
  const other = opened.intruder()
  other.exec("UPDATE log_entry SET message = 'other' WHERE sequence = 13")
  rechain(other, opened.database.installationId, 13)
  const verdict = await opened.verify()
  expect(verdict.broken).toMatchObject({ kind: 'rewritten', sequence: 20 })
  expect(verdict.sentence).toContain('it is not the one that was signed on')
  expect(verdict.sentence).toContain('Entries 1 to 10 are as they were written')
})

test('a chain made up anew together with the heads is found by the head in the file', async () => {
  const opened = await signedLog()
  const other = opened.intruder()
  other.exec("UPDATE log_entry SET message = 'other' WHERE sequence = 3; DELETE FROM log_head")
  rechain(other, opened.database.installationId, 1)
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'rewritten', sequence: 20 })
  expect(broken.sentence).toContain('log-head.json')
})

test('heads signed anew with a key of somebody else are found', async () => {
  const opened = await signedLog()
  const other = opened.intruder()
  const { signer } = createEd25519Signer('test-key')
  other.exec("UPDATE log_entry SET message = 'other' WHERE sequence = 3")
  rechain(other, opened.database.installationId, 1)
  for (const sequence of [10, 20]) {
    const row = other
      .prepare<[number], { at_ms: number; hash: string }>(
        'SELECT h.at_ms, lower(hex(e.hash)) AS hash FROM log_head h JOIN log_entry e USING (sequence) WHERE sequence = ?',
      )
      .get(sequence)!
    const statement = { sequence, atMs: row.at_ms, hash: row.hash, horizonSequence: 0, horizonHash: genesisHash }
    const signature = signer.sign(encodeHead(opened.database.installationId, statement))
    other.prepare('UPDATE log_head SET hash = ?, signature = ? WHERE sequence = ?').run(row.hash, signature, sequence)
    writeFileSync(opened.keptHeadPath, JSON.stringify({ ...statement, keyId: 'test-key', signature: signature.toString('base64') }))
  }
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'head-forged', sequence: 10 })
})

test.each([
  'at_ms = at_ms + 1',
  "hash = 'ff'",
  'horizon_sequence = 1',
  "horizon_hash = 'ff'",
  "key_id = 'other'",
  "signature = x'00'",
  'sequence = 9',
])('a head whose %s is found', async (assignment) => {
  const opened = await signedLog()
  opened.intruder().exec(`UPDATE log_head SET ${assignment} WHERE sequence = 10`)
  expect(await foundBroken(opened)).toMatchObject({ kind: 'head-forged', sequence: assignment === 'sequence = 9' ? 9 : 10 })
})

test('a made-up head above the end is forged, and no cut tail', async () => {
  const opened = await signedLog()
  opened
    .outside()
    .exec(
      'INSERT INTO log_head SELECT 9223372036854775807, at_ms, hash, 0, horizon_hash, key_id, signature FROM log_head WHERE sequence = 20',
    )
  expect(await foundBroken(opened)).toMatchObject({ kind: 'head-forged' })
})

test('a made-up head in the file is forged, and no cut tail', async () => {
  const opened = await signedLog()
  const kept = JSON.parse(readFileSync(opened.keptHeadPath, 'utf8')) as object
  writeFileSync(opened.keptHeadPath, JSON.stringify({ ...kept, sequence: 500 }))
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'head-forged', sequence: 500 })
  expect(broken.sentence).toContain('kept in log-head.json')
})

test('a missing or unreadable file is said, and breaks nothing', async () => {
  const opened = await signedLog()
  writeFileSync(opened.keptHeadPath, 'no head')
  expect(await opened.verify()).toMatchObject({
    intact: true,
    keptIn: [],
    sentence: expect.stringContaining('The head kept in log-head.json cannot be read.') as string,
  })
  rmSync(opened.keptHeadPath)
  expect(await opened.verify()).toMatchObject({ intact: true, keptIn: [] })
})

const raise = (to: number) =>
  `UPDATE log_horizon SET sequence = ${to}, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = ${to});`

test.each([
  ['raised, entries dropped', `${raise(5)} DELETE FROM log_entry WHERE sequence <= 5`, 'missing', 1],
  ['raised over everything', `${raise(20)} DELETE FROM log_entry`, 'cut', 1],
  ['raised over everything, heads dropped', `${raise(20)} DELETE FROM log_entry; DELETE FROM log_head`, 'cut', 1],
  ['raised, nothing dropped', raise(5), 'missing', 1],
  ['given another hash', "UPDATE log_horizon SET hash = 'ff'", 'changed', 1],
  ['lowered', 'UPDATE log_horizon SET sequence = -5', 'missing', -4],
] as const)('a horizon that is %s is found', async (_, sql, kind, sequence) => {
  const opened = await signedLog()
  opened.intruder().exec(sql)
  expect(await foundBroken(opened)).toMatchObject({ kind, sequence })
})

test('a horizon raised under a running console is found also after its next signatures', async () => {
  const opened = await signedLog()
  // Each of these is allowed to any program: no trigger is in the way.
  opened.outside().exec(`${raise(5)} DELETE FROM log_entry WHERE sequence <= 5`)
  await opened.append(3)
  opened.heads.signNow()
  expect(await foundBroken(opened)).toMatchObject({ kind: 'missing', sequence: 1 })
})

test.each([
  ['a cut tail', 'DELETE FROM log_entry WHERE sequence > 15; DELETE FROM log_head'],
  ['a rewritten entry', "UPDATE log_entry SET message = 'other' WHERE sequence = 13; DELETE FROM log_head"],
])('%s is found also after the console went on and signed', async (_, sql) => {
  const opened = await signedLog()
  await opened.database.close()
  const other = opened.intruder()
  other.exec(sql)
  rechain(other, opened.database.installationId, 13)
  other.close()
  await opened.restart()
  await opened.append(10)
  opened.heads.signNow()
  await opened.append(1)
  await opened.heads.stop()
  expect(['rewritten', 'cut']).toContain((await foundBroken(opened)).kind)
})

test.each([
  'entries = entries + 1',
  'events = events - 1',
  'first_sequence = first_sequence + 1',
  'last_sequence = last_sequence + 1',
  'last_sequence = 1000000',
  'hour = hour - 3600000',
  'severity = 1',
])('a counter whose %s is found', async (assignment) => {
  const opened = await signedLog()
  opened.intruder().exec(`UPDATE log_hour SET ${assignment} WHERE severity = 0`)
  const broken = await foundBroken(opened)
  expect(broken.kind).toBe('counter-wrong')
  expect(broken.sentence).toMatch(/^The entries are intact, but the counter of the hour from 2026-11-21/)
})

test('a counter of nothing is found', async () => {
  const opened = await signedLog()
  opened.intruder().exec('INSERT INTO log_hour VALUES (0, 4, 7, 7, 9223372036854775807, 9223372036854775807)')
  expect(await foundBroken(opened)).toMatchObject({
    kind: 'counter-wrong',
    sentence: expect.stringContaining('says 7 where there are 0.') as string,
  })
})
