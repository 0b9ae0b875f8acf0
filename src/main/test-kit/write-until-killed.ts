/** A program for `kill-writer.ts`: appends, changes and signs without end, and tells each commit only after it was promised. */
import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { migrations } from '../console/migrations.ts'
import type { By } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import { createEd25519Signer } from './ed25519-signer.ts'

const directory = process.argv[2]!
const by: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
const tell = (line: string) => writeSync(1, `${line}\n`)

const events = createLiveEvents()
const database = openDatabase({
  directory,
  migrations,
  clock: systemClock,
  ids: createIds(systemClock),
  logger: silentLogger,
  reserveBytes: 4096,
  onAppended: () => {},
  onStorageChange: () => {},
})
const keptHeadPath = join(directory, keptHeadFile)
const heads = createSignedHeads({ database, clock: systemClock, events, logger: silentLogger, keptHeadPath })
heads.use(createEd25519Signer('test-key', readFileSync(join(directory, 'key.pem'), 'utf8')).signer)

for (let round = 0; ; round++) {
  const detail = { text: 'x'.repeat((round * 97) % 3000) }
  const appends = Array.from({ length: 1 + (round % 8) }, () =>
    database.append(by, { action: 'thing.appended', message: `Round ${round}`, detail }).then((sequence) => tell(`entry ${sequence}`)),
  )
  await database.change(by, { action: 'thing.changed', message: `Round ${round}` }, (tx) => {
    tx.run('INSERT INTO setting (key, value, version) VALUES (@key, NULL, 1) ON CONFLICT (key) DO UPDATE SET version = version + 1', {
      key: `round-${round % 50}`,
    })
  })
  tell('change')
  await Promise.all(appends)
  if (round % 3 === 0) {
    heads.signNow()
    tell(`head ${(JSON.parse(readFileSync(keptHeadPath, 'utf8')) as { sequence: number }).sequence}`)
  }
}
