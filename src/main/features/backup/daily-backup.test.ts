import { expect, test, vi } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { owned, signIn } from '../../test-kit/backed-up-console.ts'
import type { FirstRun, TestConsole } from '../../test-kit/create-test-console.ts'
import { readLog } from '../../test-kit/read-log.ts'

const hourMs = 3_600_000
/** Days go by: the machine need not be looked at each second of them. */
const calm = { GATEHOUSE_SETTING_METRICS_EVERY_SECONDS: '10' }
/** Longer than a session lasts: each look signs in anew. */
const pass = async (console: TestConsole, mara: FirstRun, hours: number) => {
  for (let hour = 0; hour < hours; hour++) console.clock.advance(hourMs)
  const client = await signIn(console, mara)
  return { client, daily: async () => (await client.backup.state()).kept.filter(({ kind }) => kind === 'daily') }
}
const idle = (client: Awaited<ReturnType<typeof pass>>['client']) =>
  vi.waitFor(async () => expect((await client.backup.state()).work?.phase).toBe('done'), { timeout: 30_000 })

test('one is made each day and read again, and the newest few are kept', async () => {
  const { console, mara, client } = await owned({ environment: { ...calm, GATEHOUSE_SETTING_BACKUP_KEEP: '1' } })
  expect((await client.backup.state()).daily).toMatchObject({ enabled: true, problem: null })
  for (const day of [1, 2]) {
    const { client: again, daily } = await pass(console, mara, 24)
    await idle(again)
    await vi.waitFor(async () => expect(await readLog(again, { actions: ['backup.made'] })).toHaveLength(day), { timeout: 30_000 })
    await vi.waitFor(async () => expect(await daily()).toHaveLength(1), { timeout: 30_000 })
    for (const one of await daily())
      expect(one).toMatchObject({ withLog: false, opensWith: ['this-vault'], verifiedAtMs: expect.any(Number) as number })
    const { nextAtMs } = (await again.backup.state()).daily
    expect(nextAtMs! - console.clock.now()).toBeGreaterThan(0)
  }
  const { client: last } = await pass(console, mara, 1)
  expect(await readLog(last, { actions: ['backup.made'] })).toHaveLength(2)
  expect(await readLog(last, { actions: ['backup.removed'] })).toHaveLength(1)
})

test('while the vault is sealed there is none; one that was missed is made once somebody signed in', async () => {
  const { console, mara } = await owned({ keychain: noKeychain, environment: calm })
  console.clock.advance(24 * hourMs)
  await console.restart({ keychain: noKeychain, environment: calm })
  console.clock.advance(hourMs)
  expect(await readLog(await signIn(console, mara), { actions: ['backup.made'] })).toEqual([])
  console.clock.advance(5 * 60_000)
  const { client, daily } = await pass(console, mara, 0)
  await idle(client)
  expect(await daily()).toHaveLength(1)
})
