/** kill -9 at the steps of a trim that decide; every step is in killed-retention.long.test.ts. */
import { expect, test } from 'vitest'
import { expectWholeAfter, makeOldLog } from '../../test-kit/killed-retention.ts'

test('a trim that is killed in the middle leaves a log that verifies, and the next run ends it', async () => {
  const log = await makeOldLog()
  const steps = await expectWholeAfter(log, null)
  const names = ['after INSERT INTO log_entry', 'after UPDATE log_horizon SET', 'after INSERT INTO log_head', 'after DELETE FROM log_entry']
  const commits = (steps ?? []).flatMap((name, index) => (name === 'before COMMIT' || name === 'after COMMIT' ? [index + 1] : []))
  expect(commits.length).toBeGreaterThanOrEqual(6)
  for (const name of names) expect(steps).toContain(name)
  for (const killAt of [...names.map((name) => steps!.indexOf(name) + 1), ...commits.slice(0, 4)])
    expect(await expectWholeAfter(log, killAt)).toBeNull()
}, 300_000)
