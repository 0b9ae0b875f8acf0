/** Trims a log in a process of its own that is killed at a chosen statement or commit, and looks at what it left. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createRetention } from '../features/audit/retention.service.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import type { SignedHeads } from '../features/audit/signed-heads.service.ts'
import { databaseOptions } from './database-options.ts'
import { dieAtStep, runDying } from './die-at-step.ts'
import { createEd25519Signer } from './ed25519-signer.ts'
import type { TestSigner } from './ed25519-signer.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'
import { openTestAudit } from './open-test-audit.ts'
import { bySystem, makeTestDirectory } from './open-test-database.ts'

interface Order {
  directory: string
  pem: string
  nowMs: number
  /** From 1; null: to the end. */
  killAt: number | null
}

const days = 20
const hourMs = 3_600_000

const trim = (database: Database, heads: SignedHeads, clock: HandClock) => {
  const settings = { 'audit.keepDays': 7, 'audit.maxMegabytes': 100 }
  const retention = createRetention({
    database,
    clock,
    events: createLiveEvents(),
    logger: silentLogger,
    settings: { get: (key) => settings[key] },
    heads,
    indexBytes: () => 0,
    rowsInUse: () => false,
  })
  retention.start()
  clock.advance(20_000)
  retention.stop()
}

/** In the child: trims and prints the names of its steps, or dies on the way. */
export const obey = async ({ directory, pem, nowMs, killAt }: Order): Promise<void> => {
  const { during } = dieAtStep(killAt)
  const clock = createHandClock(nowMs)
  const database = openDatabase(databaseOptions(directory, clock))
  const keptHeadPath = join(directory, keptHeadFile)
  const heads = createSignedHeads({ database, clock, events: createLiveEvents(), logger: silentLogger, keptHeadPath })
  heads.use(createEd25519Signer('test-key', pem).signer)
  await during(() => trim(database, heads, clock))
  await database.close()
}

/** An entry every hour for twenty days, signed, to be copied. */
export const makeOldLog = async () => {
  const keys = createEd25519Signer()
  const opened = openTestAudit({ keys })
  const { clock, database, directory } = opened
  const waiting: Promise<number>[] = []
  for (let i = 0; i < days * 24; i++) {
    clock.setNow(clock.now() + hourMs)
    waiting.push(database.append(bySystem, { action: 'thing.happened', message: `Thing ${i}` }))
  }
  await database.flush()
  await Promise.all(waiting)
  opened.heads.signNow()
  await opened.close()
  return { directory, keys, nowMs: clock.now() }
}
export type OldLog = Awaited<ReturnType<typeof makeOldLog>> & { keys: TestSigner }

/**
 * Whatever the step: the log verifies; it is trimmed, entered and signed, or none of it; and the next run ends what was
 * begun. `steps` is null where it was killed.
 */
export const expectWholeAfter = async (log: OldLog, killAt: number | null): Promise<string[] | null> => {
  const directory = makeTestDirectory()
  cpSync(log.directory, directory, { recursive: true })
  const steps = await runDying(import.meta.url, obey, { directory, pem: log.keys.pem, nowMs: log.nowMs, killAt })
  const opened = openTestAudit({ directory, keys: log.keys })
  const { database, clock } = opened
  const one = (sql: string) => database.read((db) => db.get<{ n: number }>(sql))!.n
  const horizon = () => one('SELECT sequence AS n FROM log_horizon')
  const trims = () => one("SELECT count(*) AS n FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = 'log.trimmed'")
  try {
    expect({ killAt, verdict: (await opened.verify()).sentence }).toEqual({
      killAt,
      verdict: expect.stringMatching(/^Intact\. /) as string,
    })
    expect({ killAt, trims: trims() }).toEqual({ killAt, trims: horizon() > 0 ? 1 : 0 })
    if (steps) expect(one('SELECT min(sequence) AS n FROM log_entry')).toBe(horizon() + 1)

    clock.setNow(log.nowMs + 60_000)
    trim(database, opened.heads, clock)
    expect(horizon()).toBeGreaterThan(0)
    expect(one('SELECT min(sequence) AS n FROM log_entry')).toBe(horizon() + 1)
    expect({ killAt, trims: trims() }).toEqual({ killAt, trims: 1 })
    expect({ killAt, verdict: (await opened.verify()).sentence }).toEqual({
      killAt,
      verdict: expect.stringMatching(/^Intact\. /) as string,
    })
    return steps
  } finally {
    await opened.close()
  }
}
