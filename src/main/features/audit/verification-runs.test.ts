import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { VerifyEvent } from '../../../shared/contract/audit.ts'
import { encodeHead, genesisHash } from '../../database/chain.ts'
import { allTold, openTestAudit, verdictIn } from '../../test-kit/open-test-audit.ts'
import type { TestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { signedLog } from '../../test-kit/signed-log.ts'

/** 3,000 entries in slices of 250, which are read as they are let. */
const longLog = async () => {
  let left = 0
  let waiting: (() => void)[] = []
  const opened = openTestAudit({
    wrapReader: (reader) => ({
      ...reader,
      run: async (name, input) => {
        while (name === 'audit.verify' && left <= 0) await new Promise<void>((resolve) => waiting.push(resolve))
        if (name === 'audit.verify') left -= 1
        return reader.run(name, typeof input === 'object' && input !== null && 'budgetMs' in input ? { ...input, budgetMs: -1 } : input)
      },
    }),
  })
  await opened.append(3000)
  const letRead = (slices = Infinity) => {
    left = slices
    for (const go of waiting) go()
    waiting = []
  }
  return Object.assign(opened, { letRead })
}
const next = async (told: AsyncGenerator<VerifyEvent>): Promise<VerifyEvent> => {
  const { value, done } = await told.next()
  if (done) throw new Error('Nothing more was told.')
  return value
}
const verifiedEntries = ({ database }: TestAudit) =>
  database.read((db) =>
    db.all<{ actor: string }>(
      `SELECT a.name AS actor FROM log_entry e JOIN log_text t ON t.id = e.action JOIN log_actor a ON a.id = e.actor WHERE t.text = 'log.verified'`,
    ),
  )
const by = (name: string) => ({ ...bySystem, actor: { kind: 'user' as const, id: name, name } })

const stopAfter = async (opened: Awaited<ReturnType<typeof longLog>>, slices: number) => {
  const told = opened.audit.verify(by('mara'))
  await next(told)
  opened.letRead(slices)
  let at = 0
  while (at < slices * 250) {
    const event = await next(told)
    if (event.kind === 'progress') at = event.checked
  }
  const stopping = opened.audit.stopVerification()
  opened.letRead(1)
  await stopping
  opened.letRead()
  const rest = await allTold(told)
  return rest.at(-1) as Extract<VerifyEvent, { kind: 'stopped' }>
}

test('two windows watch the same run, which is entered once, by who began it', async () => {
  const opened = await longLog()
  const mara = opened.audit.verify(by('mara'))
  expect(await next(mara)).toMatchObject({ kind: 'progress', phase: 'entries', checked: 0, resumedFrom: null })
  const ben = opened.audit.verify(by('ben'))
  expect(await next(ben)).toMatchObject({ kind: 'progress', checked: 0 })
  opened.letRead()
  const [first, second] = await Promise.all([verdictIn(mara), verdictIn(ben)])
  expect(first).toMatchObject({ intact: true, checked: 3000 })
  expect(second).toEqual(first)
  expect(verifiedEntries(opened)).toEqual([{ actor: 'mara' }])
})

test('leaving does not stop it, whether the window goes or its session ends', async () => {
  const opened = await longLog()
  const session = new AbortController()
  const left = opened.audit.verify(by('mara'), session.signal)
  await next(left)
  await left.return(undefined)
  const ended = opened.audit.verify(by('mara'), session.signal)
  await next(ended)
  session.abort()
  expect(await allTold(ended)).toEqual([])
  opened.letRead()
  expect(await verdictIn(opened.audit.verify(by('ben')))).toMatchObject({ intact: true })
  expect(verifiedEntries(opened)).toEqual([{ actor: 'mara' }])
})

test('a stop is told to whoever watches, and the next goes on from there, up to what came meanwhile', async () => {
  const opened = await longLog()
  const ben = opened.audit.verify(by('ben'))
  await next(ben)
  const stopped = await stopAfter(opened, 2)
  expect(stopped).toMatchObject({ kind: 'stopped', checked: 750, total: 3000 })
  expect((await allTold(ben)).at(-1)).toEqual(stopped)
  expect(verifiedEntries(opened)).toEqual([])

  await opened.append(3)
  const again = await allTold(opened.audit.verify(by('ben')))
  expect(again[0]).toMatchObject({ kind: 'progress', resumedFrom: 750, checked: 750, total: 3003 })
  expect(again.at(-1)).toMatchObject({ kind: 'verdict', verdict: { intact: true, checked: 3003, lastSequence: 3003 } })
  expect(verifiedEntries(opened)).toEqual([{ actor: 'ben' }])
})

test('begun anew it forgets what it saw, and who watched the old one is told', async () => {
  const opened = await longLog()
  const old = opened.audit.verify(by('mara'))
  await next(old)
  opened.letRead()
  const fresh = await allTold(opened.audit.verify(by('ben'), undefined, { restart: true }))
  expect((await allTold(old)).at(-1)).toMatchObject({ kind: 'stopped' })
  expect(fresh[0]).toMatchObject({ checked: 0, resumedFrom: null })
  expect(fresh.at(-1)).toMatchObject({ kind: 'verdict', verdict: { intact: true, checked: 3000 } })
})

test('it goes on only where the log still holds what was seen', async () => {
  const opened = await longLog()
  const { checked } = await stopAfter(opened, 2)
  opened.intruder().exec(`UPDATE log_entry SET hash = zeroblob(32) WHERE sequence = ${checked}`)
  const again = await allTold(opened.audit.verify(bySystem))
  expect(again[0]).toMatchObject({ checked: 0, resumedFrom: null })
  expect(again.at(-1)).toMatchObject({ kind: 'verdict', verdict: { intact: false, broken: { sequence: checked } } })
})

test('a head that can be read only since the stop is held against what was seen before it', async () => {
  const opened = await longLog()
  opened.heads.signNow()
  // Of another past, as after an older copy of the data was put back and written on: ours, and over an entry seen already.
  const entry = { sequence: 300, hash: 'ab'.repeat(32) }
  const statement = { ...entry, atMs: opened.clock.now(), horizonSequence: 0, horizonHash: genesisHash }
  const signature = opened.signer.sign(encodeHead(opened.database.installationId, statement)).toString('base64')
  rmSync(opened.keptHeadPath)
  await stopAfter(opened, 2)
  writeFileSync(opened.keptHeadPath, JSON.stringify({ ...statement, keyId: opened.signer.keyId, signature }))
  const again = await allTold(opened.audit.verify(bySystem))
  expect(again.at(-1)).toMatchObject({ kind: 'verdict', verdict: { intact: false, broken: { kind: 'rewritten', sequence: 300 } } })
})

test('the end of the console ends the run without a verdict', async () => {
  const opened = await longLog()
  const told = opened.audit.verify(bySystem)
  await next(told)
  const closing = opened.audit.close()
  opened.letRead(1)
  await closing
  expect((await allTold(told)).at(-1)).toMatchObject({ kind: 'stopped' })
  expect(verifiedEntries(opened)).toEqual([])
})

test('retention that drops entries under a run confuses it neither above nor below where it is', async () => {
  const opened = await longLog()
  opened.clock.setNow(opened.clock.now() + 7_200_000)
  await opened.append(500)
  opened.heads.signNow()
  const told = opened.audit.verify(bySystem)
  await next(told)
  opened.letRead(2)
  while (((await next(told)) as { checked: number }).checked < 500);
  opened.heads.raiseHorizon(bySystem, 3000, 'age')
  opened.heads.dropBelowHorizon(10_000)
  opened.letRead()
  const verdict = await verdictIn(told)
  expect(verdict).toMatchObject({
    intact: true,
    checked: 500,
    lastSequence: 3500,
    horizon: { sequence: 3000 },
    completeness: { state: 'complete' },
  })
  expect(await opened.verify()).toMatchObject({ intact: true, checked: 502, horizon: { sequence: 3000 } })
})

test('a horizon that somebody else raises under a run is found', async () => {
  const opened = await longLog()
  opened.heads.signNow()
  const told = opened.audit.verify(bySystem)
  await next(told)
  opened.letRead(2)
  while (((await next(told)) as { checked: number }).checked < 500);
  opened
    .intruder()
    .exec(
      'UPDATE log_horizon SET sequence = 2000, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = 2000); DELETE FROM log_entry WHERE sequence <= 2000',
    )
  opened.letRead()
  expect(await verdictIn(told)).toMatchObject({ intact: false, horizon: null, broken: { kind: 'missing', sequence: 1 } })
})

test('a run that failed is told as such, and the next goes on', async () => {
  const opened = await signedLog()
  const other = opened.intruder()
  other.exec('ALTER TABLE log_hour RENAME TO elsewhere')
  await expect(verdictIn(opened.audit.verify(bySystem))).rejects.toThrow('log_hour')
  other.exec('ALTER TABLE elsewhere RENAME TO log_hour')
  const again = await allTold(opened.audit.verify(bySystem))
  expect(again[0]).toMatchObject({ resumedFrom: 20 })
  expect(again.at(-1)).toMatchObject({ kind: 'verdict', verdict: { intact: true, checked: 20 } })
})

test('to stop where nothing runs does nothing', async () => {
  const opened = await signedLog()
  expect(await opened.audit.stopVerification()).toEqual({})
  expect(await opened.verify()).toMatchObject({ intact: true })
})

test('what is missing in the middle refutes both, what is cut off completeness alone, what is changed integrity alone', async () => {
  const verdictAfter = async (sql: string) => {
    const opened = await signedLog()
    opened.intruder().exec(sql)
    return opened.verify()
  }
  expect(await verdictAfter('DELETE FROM log_entry WHERE sequence = 7')).toMatchObject({
    integrity: { holds: false },
    completeness: { state: 'incomplete', sentence: 'Incomplete. Entry 7 is missing: it was deleted.' },
    sentence: expect.stringMatching(/^Broken\. Entry 7 is missing: it was deleted\.(?! Incomplete)/) as string,
  })
  expect(await verdictAfter('DELETE FROM log_entry WHERE sequence > 15; DELETE FROM log_hour')).toMatchObject({
    integrity: { holds: true, sentence: 'All 15 entries, 1 to 15, are as written.' },
    completeness: { state: 'incomplete' },
  })
  expect(await verdictAfter("UPDATE log_entry SET message = 'other' WHERE sequence = 12")).toMatchObject({
    integrity: { holds: false },
    completeness: { state: 'unknown', sentence: 'Unknown, since the verification ended at entry 12.' },
  })
  expect(await verdictAfter('UPDATE log_hour SET entries = 7')).toMatchObject({
    integrity: { holds: false },
    completeness: { state: 'complete' },
    intact: false,
  })
})
