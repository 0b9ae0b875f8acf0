import { expect, test } from 'vitest'
import { auditFilterSchema, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Histogram } from '../../../shared/contract/audit-figures.ts'
import { createEd25519Signer } from '../../test-kit/ed25519-signer.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { hourMs, openVariedLog } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'
import { histogramOf } from './histogram.store.ts'
import { statisticsOf } from './statistics.store.ts'

const all = auditFilterSchema.parse({})

const entriesOf = (log: VariedLog, filter = all): AuditEntry[] =>
  listEntries(log.log, { filter, before: null, limit: 100_000, budgetMs: 60_000 }, log.index).entries

test('what retention has dropped is in no list, bar or ranking, though the index may still hold it', async () => {
  const log = await openVariedLog(1000, { index: 'whole', stepsBackEvery: 100_000 })
  const second = log.log.all<{ last: number }>('SELECT max(last_sequence) AS last FROM log_hour GROUP BY hour ORDER BY hour')[1]!.last
  // In the middle of a part.
  expect(second % 300).not.toBe(0)
  const { signer } = createEd25519Signer()
  log.database.raiseHorizon(bySystem, second, 'age', signer)
  const toMs = log.clock.now() + hourMs
  for (const drop of [false, true]) {
    if (drop) while (log.database.dropBelowHorizon(signer, 1000) > 0);
    const entries = entriesOf(log)
    expect(entries.at(-1)?.sequence).toBe(second + 1)
    const events = (some: readonly AuditEntry[]) => some.reduce((sum, { count }) => sum + count, 0)
    for (const fromMs of [0, entries.at(-1)!.atMs - 2 * hourMs]) {
      const told = statisticsOf(log.log, { fromMs, toMs, top: 50 }, log.index)
      expect(told).toMatchObject({ entries: entries.length, events: events(entries) })
      for (const { what, entries: counted } of told.topSources) expect(counted).toBe(entries.filter(({ source }) => source === what).length)
      expect(told.bySeverity).toEqual(severities.map((one) => events(entries.filter(({ severity }) => severity === one))))
    }
    for (const filter of [all, { ...all, severities: ['info' as const] }, { ...all, actions: ['a.done'] }])
      for (const [bars, few] of [
        [20, 0],
        [300, 0],
        [300, 2000],
      ] as const) {
        const told = histogramOf(log.log, { filter, bars, before: null, toMs, nowMs: toMs, budgetMs: 60_000, few }, log.index)
        expect(told).toMatchObject({ entries: entriesOf(log, filter).length, nextBefore: null, exact: true })
      }
  }
})

test('a console answers figures and choices of its log, and none to a stranger', async () => {
  const testConsole = await createTestConsole()
  try {
    const { client } = await testConsole.firstRun()
    const { lastSequence } = await client.audit.size()
    const period = { fromMs: testConsole.clock.now() - hourMs, toMs: testConsole.clock.now() + hourMs }
    // On a busy machine one answer may end before its log does.
    const countedFor = async (filter: { actions?: string[] }) => {
      let entries = 0
      for (let before: number | null | undefined; before !== null;) {
        const slice: Histogram = await client.audit.histogram({ filter, before: before ?? null, toMs: period.toMs })
        expect(slice.exact).toBe(true)
        entries += slice.entries
        before = slice.nextBefore
      }
      return entries
    }
    expect(await countedFor({})).toBe(lastSequence)
    expect(await countedFor({ actions: ['console.started'] })).toBe(1)
    expect(await client.audit.statistics(period)).toMatchObject({ entries: lastSequence, exact: true })
    expect((await client.audit.choices()).actions).toContain('console.started')
    expect(await readLog(client, { text: 'console was started' })).toHaveLength(1)
    const stranger = testConsole.client()
    for (const call of [
      () => stranger.audit.histogram({ filter: {} }),
      () => stranger.audit.statistics(period),
      () => stranger.audit.choices(),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  } finally {
    await testConsole.end()
  }
})
