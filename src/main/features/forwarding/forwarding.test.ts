import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import { sequencesOf, webhookSecret } from '../../test-kit/open-test-forwarding.ts'

const given = (url: string) => ({
  name: 'archive',
  target: { kind: 'webhook' as const, url },
  leastSeverity: 'info' as const,
  secret: webhookSecret,
})

/** A console with its own worker, its clock moved until it is so. */
const startConsole = async () => {
  const vault = await createTestVault()
  const until = (condition: () => boolean | Promise<boolean>) =>
    vi.waitFor(
      async () => {
        vault.console.clock.advance(200)
        if (!(await condition())) throw new Error('It did not come to that.')
      },
      { timeout: 60_000, interval: 5 },
    )
  return { ...vault, until }
}

test('a change takes a fresh code; a list and another try do not', async () => {
  const { client, stepUp } = await startConsole()
  const receiver = await startHttpReceiver()
  const id = '019aa000-0000-7000-8000-000000000009'
  const seen = { id, version: 1 }
  for (const call of [
    () => client.forwarding.create(given(receiver.url)),
    () => client.forwarding.change({ ...given(receiver.url), ...seen }),
    () => client.forwarding.setEnabled({ ...seen, enabled: false }),
    () => client.forwarding.delete(seen),
    () => client.forwarding.test(given(receiver.url)),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  expect(await client.forwarding.list()).toEqual([])
  await expect(client.forwarding.tryNow({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(receiver.received).toEqual([])
  await stepUp()
  expect(await client.forwarding.test(given(receiver.url))).toMatchObject({ delivered: true })
})

test('what happens in the console arrives, with the signed head, and the secret stays good when the data key is rotated', async () => {
  const { client, stepUp, until, console } = await startConsole()
  const receiver = await startHttpReceiver()
  await stepUp()
  const made = await client.forwarding.create(given(receiver.url))
  expect(JSON.stringify(made)).not.toContain('whsec')
  await until(() => receiver.received.some(({ body }) => body.includes('"head"')))

  await stepUp()
  expect((await client.masterKey.rotateDataKey()).resealed).toBeGreaterThanOrEqual(3)
  await until(() => receiver.received.some(({ body }) => body.includes('data-key')))
  await until(async () => {
    const [shown] = await client.forwarding.list()
    return shown!.lagEntries === 0 && shown!.lost === 0 && shown!.state.kind === 'idle'
  })

  await console.restart()
  await until(() => receiver.received.some(({ body }) => body.includes('console.started')))
  const all = receiver.received.flatMap(({ body }) => sequencesOf(body))
  expect(all).toEqual(all.map((_, index) => all[0]! + index))
})

test('the live feed tells of it to who may read the settings', async () => {
  const { client, stepUp } = await startConsole()
  const receiver = await startHttpReceiver()
  await stepUp()
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const events = await client.live({ topics: ['forwarding'] }, { signal: stop.signal })
  expect((await events.next()).value).toEqual({ topic: 'forwarding' })
  await client.forwarding.create(given(receiver.url))
  expect(await client.forwarding.list()).toMatchObject([{ name: 'archive', enabled: true, hasSecret: true }])
})
