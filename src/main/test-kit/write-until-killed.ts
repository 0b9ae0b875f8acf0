/**
 * A program for `kill-writer.ts`: appends, changes, signs, indexes, seals and trims without end, and tells each commit only
 * after it was promised. Each round is an hour later than the one before, so that there is always something to trim.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'
import { systemClock } from '../../ports/clock.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { By } from '../database/database.ts'
import { createIndexKeeper } from '../database/log-index/index-keeper.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createRetention } from '../features/audit/retention.service.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import { databaseOptions } from './database-options.ts'
import { createEd25519Signer } from './ed25519-signer.ts'
import { tellLine } from './tell-line.ts'

const [directory, beginsAtMs, partSize] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
const by: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
const hourMs = 3_600_000

let hours = 0
/** What waits for minutes in a console does so for milliseconds here. */
const clock: Clock = {
  ...systemClock,
  now: () => beginsAtMs + hours * hourMs,
  after: (ms, run) => systemClock.after(ms / 50, run),
}
const events = createLiveEvents()
const database = openDatabase({ ...databaseOptions(directory, clock), onAppended: () => index.look() })
const keptHeadPath = join(directory, keptHeadFile)
const heads = createSignedHeads({ database, clock, events, logger: silentLogger, keptHeadPath })
heads.use(createEd25519Signer('test-key', readFileSync(join(directory, 'key.pem'), 'utf8')).signer)
const index = createIndexKeeper({
  workerUrl: new URL('../console/index-worker.ts', import.meta.url),
  database,
  databasePath: join(directory, databaseFile),
  directory: join(directory, indexDirectory),
  clock,
  logger: silentLogger,
  partSize,
})
const settings = { 'audit.keepDays': 7, 'audit.maxMegabytes': 100 }
const retention = createRetention({
  database,
  clock,
  events,
  logger: silentLogger,
  settings: { get: (key) => settings[key] },
  heads,
  indexBytes: () => index.sizeBytes(),
  rowsInUse: () => false,
})
index.look()
retention.start()
while (index.state() === null) await sleep(5)

for (let round = 0; ; round++) {
  hours = round
  const detail = { text: 'x'.repeat((round * 97) % 3000) }
  const appends = Array.from({ length: 1 + (round % 8) }, () =>
    database.append(by, { action: 'thing.appended', message: `Round ${round}`, detail }).then((sequence) => tellLine(`entry ${sequence}`)),
  )
  await database.change(
    by,
    (changes: number) => ({ action: 'thing.changed', message: `Round ${round}`, detail: { changes } }),
    (tx) => {
      tx.run('INSERT INTO setting (key, value, version) VALUES (@key, NULL, 1) ON CONFLICT (key) DO UPDATE SET version = version + 1', {
        key: `round-${round % 50}`,
      })
      return tx.get<{ changes: number }>('SELECT sum(version) AS changes FROM setting')!.changes
    },
  )
  tellLine('change')
  await Promise.all(appends)
  if (round % 3 === 0) {
    heads.signNow()
    tellLine(`head ${(JSON.parse(readFileSync(keptHeadPath, 'utf8')) as { sequence: number }).sequence}`)
  }
  if (round % 10 === 0) retention.look()
}
