/** What reaches a user who is given another role, disabled or revoked: streams, files on their way and links end at once. */
import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { FirstRun, TestConsole } from '../test-kit/create-test-console.ts'
import { joinUser, stepUp } from '../test-kit/join-user.ts'
import { readLog } from '../test-kit/read-log.ts'

const setUp = async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  return { console, mara, otto: await joinUser(console, mara, { name: 'otto', role: 'operator' }) }
}

const seenBy = async (mara: FirstRun) => {
  const { users } = await mara.client.users.list()
  const { id, version } = users.find(({ name }) => name === 'otto')!
  return { id, version }
}

const fetchFile = (console: TestConsole, url: string) =>
  console.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })

const readToEnd = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => {
  const { done } = await reader.read()
  if (!done) await readToEnd(reader)
}

/** A stream, a file on its way and the link of another one, all of otto. */
const openAll = async (console: TestConsole, otto: FirstRun) => {
  const feed = await otto.client.live({ topics: ['settings', 'audit'] })
  await feed.next()
  const asked = { filter: {}, format: 'ndjson' as const, gzip: false }
  const begun = await otto.client.audit.export(asked)
  const reader = (await fetchFile(console, begun.url)).body!.getReader()
  const waiting = await otto.client.audit.export(asked)
  const streamEnds = (async () => {
    for await (const event of feed) void event
  })()
  const streamError = streamEnds.then(
    () => null,
    (error: unknown) => error,
  )
  return { streamError, reader, waiting }
}

type Act = (mara: FirstRun) => Promise<unknown>
const demote: Act = async (mara) => mara.client.users.changeRole({ ...(await seenBy(mara)), role: 'viewer', opensVault: false })
const disable: Act = async (mara) => mara.client.users.setDisabled({ ...(await seenBy(mara)), disabled: true })
const revoke: Act = async (mara) => mara.client.users.revokeSessions({ id: (await seenBy(mara)).id })

test.each<[string, string, Act]>([
  ['given another role', 'CONFLICT', demote],
  ['disabled', 'NOT_SIGNED_IN', disable],
  ['revoked', 'NOT_SIGNED_IN', revoke],
])('a user who is %s sees no more of what was on its way', async (_how, code, act) => {
  const { console, mara, otto } = await setUp()
  const { streamError, reader, waiting } = await openAll(console, otto)
  await act(mara)
  expect(await streamError).toMatchObject({ code })
  await expect(readToEnd(reader)).rejects.toThrow('given another role')
  expect((await fetchFile(console, waiting.url)).status).toBe(404)
  const left = async () => (await readLog(mara.client, { actions: ['log.exported'] })).map(({ outcome }) => outcome)
  await expect.poll(left).toContain('failed')
  expect(await left()).not.toContain('done')
})

test('users are managed with a fresh code and the permission alone, and who tries without is entered', async () => {
  const { console, mara, otto } = await setUp()
  const target = await seenBy(mara)
  const invite = { name: 'eve', role: 'admin' as const, opensVault: true }
  for (const call of [
    () => otto.client.users.list(),
    () => otto.client.users.invite(invite),
    () => otto.client.users.changeRole({ ...target, role: 'admin', opensVault: true }),
    () => otto.client.users.sessions({ id: target.id }),
    () => otto.client.users.revokeSessions({ id: target.id }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'NOT_PERMITTED', data: { permission: 'users:manage' } })
  await expect.poll(async () => (await readLog(mara.client, { actions: ['call.refused'] })).length).toBe(5)
  console.clock.advance(6 * 60_000)
  await expect(mara.client.users.invite(invite)).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await stepUp(console, mara)
  await expect(mara.client.users.invite(invite)).resolves.toMatchObject({ invitation: { name: 'eve' } })
})
