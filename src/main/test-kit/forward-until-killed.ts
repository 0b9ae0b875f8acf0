/** A program for `kill-forwarder.ts`: appends without end and sends the log on to the webhook at the given address. */
import { join } from 'node:path'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { Secret } from '../../ports/secret.ts'
import type { By } from '../database/database.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { createReader } from '../database/reader.ts'
import { createForwarding } from '../features/forwarding/forwarding.service.ts'
import type { ForwardingSlices } from '../features/forwarding/forwarding.slices.ts'
import { makeKeys } from '../features/vault/open-keys.ts'
import { databaseOptions } from './database-options.ts'

const [directory, url] = process.argv.slice(2) as [string, string]
const by: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
const { ring } = makeKeys('master', new Secret(Buffer.alloc(32, 1)), 'data')
/** As fast as a test can want it: what waits for a second waits for a few milliseconds. */
const clock = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 200, run) }

const events = createLiveEvents()
const ids = createIds(systemClock)
const database = openDatabase({
  ...databaseOptions(directory, systemClock),
  onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }),
})
const forwarding = createForwarding({
  database,
  reader: createReader<ForwardingSlices>(new URL('../console/reader-worker.ts', import.meta.url), join(directory, databaseFile)),
  sender: { installationId: database.installationId, hostName: 'gate', processId: 1, version: '1', clock, timeoutMs: 2_000, settleMs: 5 },
  ids,
  events,
  logger: silentLogger,
  ring: () => ring,
})
forwarding.start()
if (forwarding.list().length === 0)
  // Without a secret: the keys of each life are others.
  await forwarding.create(
    by,
    { name: 'collector', target: { kind: 'otlp', url, headerName: 'authorization' }, leastSeverity: 'info', secret: null },
    'beginning',
  )
for (let round = 0; ; round++) {
  await Promise.all(
    Array.from({ length: 1 + (round % 40) }, () => database.append(by, { action: 'thing.happened', message: `Round ${round}` })),
  )
  await sleepFor(2)
}
