/** Kills a writing console in the middle of it, again and again on one directory, and holds the log against what it had promised. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { auditFilterSchema } from '../../shared/contract/audit-filter.ts'
import { createEd25519Signer } from './ed25519-signer.ts'
import { killAfterLines } from './kill-program.ts'
import { openTestAudit } from './open-test-audit.ts'
import type { TestAudit } from './open-test-audit.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { allEntries } from './read-log.ts'

/** Small, so that parts are sealed, and dropped by retention, all the time. */
const partSize = 150
const beginsAtMs = Date.UTC(2026, 10, 21, 8)

interface Promised {
  entry: number
  head: number
  changes: number
}

interface Order {
  directory: string
  atMs: number
  /** It is killed once it has told so many. */
  lines: number
}

/** What it told until it was dead. */
const killAfter = async ({ directory, atMs, lines }: Order): Promise<Promised> => {
  const promised: Promised = { entry: 0, head: 0, changes: 0 }
  for (const line of await killAfterLines(
    new URL('./write-until-killed.ts', import.meta.url),
    [directory, `${atMs}`, `${partSize}`],
    lines,
  )) {
    const [kind, sequence] = line.split(' ')
    if (kind === 'entry') promised.entry = Math.max(promised.entry, Number(sequence))
    else if (kind === 'head') promised.head = Number(sequence)
    else promised.changes += 1
  }
  return promised
}

const numbers = ({ database }: TestAudit, sql: string): number[] => database.read((db) => db.all<{ n: number }>(sql)).map(({ n }) => n)
const figure = (log: TestAudit, sql: string): number => numbers(log, sql)[0] ?? 0

const expectIntact = async (log: TestAudit): Promise<number> => {
  const verdict = await log.verify()
  expect(verdict.intact, verdict.sentence).toBe(true)
  expect(verdict.sentence).not.toContain('cannot be read')
  return verdict.lastSequence
}

/** Each change committed with its entry, whatever became of the others. */
const expectChangesEntered = (log: TestAudit): number => {
  const entered = numbers(
    log,
    `SELECT detail ->> 'changes' AS n FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = 'thing.changed' ORDER BY sequence`,
  )
  const written = figure(log, 'SELECT coalesce(sum(version), 0) AS n FROM setting')
  if (written > 0) expect(entered).toEqual(Array.from(entered, (_, at) => written - entered.length + 1 + at))
  return written
}

/** Once the index has followed, it answers what the log itself holds. */
const expectIndexRight = async (log: TestAudit): Promise<void> => {
  const { reach } = await log.indexNow()
  expect(reach.behind).toBe(0)
  const filter = auditFilterSchema.parse({ actions: ['thing.appended'], text: 'Round 7' })
  const found = (await allEntries((before, limit) => log.audit.list(filter, before, limit))).map(({ sequence }) => sequence)
  const held = numbers(
    log,
    `SELECT sequence AS n FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = 'thing.appended' AND message = 'Round 7'
       AND sequence > (SELECT sequence FROM log_horizon) ORDER BY sequence DESC`,
  )
  expect(found).toEqual(held)
  await expectIntact(log)
}

export interface SurvivedKills {
  /** Entries up to this one were dropped by retention. */
  horizonSequence: number
  /** Parts of the index that the log says were sealed. */
  sealedParts: number
}

/** At least so often, and on until something was dropped and sealed: a busy machine may not come to it in one run. */
export const killWriterTimes = async (times: number): Promise<SurvivedKills> => {
  const directory = makeTestDirectory()
  const keys = createEd25519Signer()
  writeFileSync(join(directory, 'key.pem'), keys.pem)
  const survived: SurvivedKills = { horizonSequence: 0, sealedParts: 0 }
  let changes = 0
  let atMs = beginsAtMs
  for (let time = 0; time < times || survived.horizonSequence === 0 || survived.sealedParts === 0; time++) {
    const promised = await killAfter({ directory, atMs, lines: time < times ? 1 + Math.floor(Math.random() * 1_500) : 1_500 })
    const opened = openTestAudit({ directory, keys, partSize })
    atMs = Math.max(atMs, figure(opened, 'SELECT max(at_ms) AS n FROM log_entry'))
    opened.clock.setNow(atMs)
    expect(await expectIntact(opened)).toBeGreaterThanOrEqual(promised.entry)
    if (promised.head > 0) expect(opened.keptHead().sequence).toBeGreaterThanOrEqual(promised.head)
    const written = expectChangesEntered(opened)
    expect(written).toBeGreaterThanOrEqual(changes + promised.changes)
    changes = written
    await expectIndexRight(opened)
    survived.horizonSequence = figure(opened, 'SELECT sequence AS n FROM log_horizon')
    survived.sealedParts = figure(
      opened,
      `SELECT count(*) AS n FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = 'log.index-sealed'`,
    )
    await opened.close()
  }
  return survived
}
