import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { FirstRun, TestConsole } from '../../test-kit/create-test-console.ts'
import { aContactPoint } from '../../test-kit/open-test-notifications.ts'
import { setRole } from '../../test-kit/set-role.ts'

let console: TestConsole
let mara: FirstRun
beforeAll(async () => {
  console = await createTestConsole()
  mara = await console.firstRun()
})
afterAll(() => console.end())

test('a contact point takes a fresh code, and what was made is listed without its secret', async () => {
  const given = aContactPoint({ kind: 'webhook', url: 'https://hooks.example.org/x' }, { allowPrivateNetwork: false })
  console.clock.advance(600_000)
  for (const act of [
    () => mara.client.notifications.createContactPoint(given),
    () => mara.client.notifications.test(given),
    () => mara.client.notifications.changeContactPoint({ ...given, id: '019ab2c0-0000-7000-8000-000000000001', version: 1 }),
    () => mara.client.notifications.deleteContactPoint({ id: '019ab2c0-0000-7000-8000-000000000001', version: 1 }),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await mara.client.access.stepUp({ code: mara.code() })
  const made = await mara.client.notifications.createContactPoint(given)
  const listed = await mara.client.notifications.contactPoints()
  expect(listed.map(({ name }) => name)).toEqual(['This computer', 'by webhook'])
  expect(JSON.stringify([made, listed])).not.toContain('whsec_')
  await mara.client.notifications.deleteContactPoint({ id: made.id, version: made.version })
  expect(await mara.client.notifications.desktopMessages()).toEqual([])
  expect(await mara.client.notifications.deliveries({})).toEqual({ deliveries: [], nextBefore: null })
})

test('nobody without a session learns or does anything', async () => {
  const stranger = console.client().notifications
  for (const act of [() => stranger.contactPoints(), () => stranger.deliveries({}), () => stranger.desktopMessages()])
    await expect(act()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})

test('who may only look sees where it goes, not the path that may be the key to it, and changes nothing', async () => {
  const { notifications, access } = mara.client
  console.clock.advance(60_000)
  await access.stepUp({ code: mara.code() })
  const given = aContactPoint(
    { kind: 'webhook', url: 'https://hooks.example.org/T1/secret-path?token=abc' },
    { allowPrivateNetwork: false },
  )
  const { id, version } = await notifications.createContactPoint(given)
  const channelSeen = async () => (await notifications.contactPoints()).find((point) => point.id === id)!.channel
  expect(await channelSeen()).toEqual(given.channel)
  setRole(console, 'viewer')
  expect(await channelSeen()).toEqual({ kind: 'webhook', url: 'https://hooks.example.org/' })
  for (const act of [
    () => notifications.createContactPoint(given),
    () => notifications.test(given),
    () => notifications.changeContactPoint({ ...given, id, version }),
    () => notifications.deleteContactPoint({ id, version }),
    () => notifications.retry({ id }),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'NOT_PERMITTED', data: { permission: 'alerts:write' } })
})
