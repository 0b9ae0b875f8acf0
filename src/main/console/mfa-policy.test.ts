/** Who must have an authenticator, against the whole console: what is open without one ends when it is required, and rests until there is one. */
import { generateSync } from 'otplib'
import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { FirstRun, TestConsole } from '../test-kit/create-test-console.ts'
import { joinUser, stepUp } from '../test-kit/join-user.ts'
import type { Caller } from './console.ts'

const program: Caller = { trusted: false, program: true, source: '127.0.0.1' }

const setRule = async (mara: FirstRun, value: 'everybody' | 'all-but-viewers') => {
  const key = 'access.mfa.required'
  const { version } = (await mara.client.settings.list()).find((setting) => setting.key === key)!
  await mara.client.settings.change({ key, value, version })
}

const askWith = (console: TestConsole, token: string, path: string, accept = 'application/json') =>
  console.core.fetch(new Request(`http://127.0.0.1${path}`, { headers: { authorization: `Bearer ${token}`, accept } }), program)

const enrolmentOf = async (console: TestConsole, { name, password }: FirstRun) => {
  const step = await console.client().access.signIn({ name, password })
  if (step.kind !== 'enrol') throw new Error(step.kind)
  return step
}

test('sessions without a second factor end with their streams, and access tokens rest until there is an authenticator', async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  await setRule(mara, 'all-but-viewers')
  const otto = await joinUser(console, mara, { name: 'otto', role: 'viewer' })
  await stepUp(console, otto)
  const { token } = await otto.client.tokens.create({ name: 'nightly', permissions: ['settings:read'], expiresInDays: 1 })
  await stepUp(console, mara)
  const { id, version } = (await mara.client.users.list()).users.find(({ name }) => name === 'otto')!
  await mara.client.users.resetMfa({ id, version })

  const optional = await enrolmentOf(console, otto)
  expect(optional.optional).toBe(true)
  const grant = await console.client().access.skipEnrolment({ ticket: optional.enrolment.ticket })
  const without = console.client(grant.token)
  await expect(without.tokens.create({ name: 'other', permissions: ['settings:read'], expiresInDays: 1 })).rejects.toMatchObject({
    code: 'STEP_UP_REQUIRED',
  })
  expect((await askWith(console, token, '/api/settings')).status).toBe(200)
  const feed = await without.live({ topics: ['settings'] })
  await feed.next()
  const ended = (async () => {
    for await (const event of feed) void event
  })().then(
    () => null,
    (error: unknown) => error,
  )

  await setRule(mara, 'everybody')
  expect(await ended).toMatchObject({ code: 'NOT_SIGNED_IN' })
  await expect(without.settings.list()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  const refused = await askWith(console, token, '/api/settings')
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({
    code: 'NOT_SIGNED_IN',
    message: expect.stringContaining('must have an authenticator') as string,
  })

  const required = await enrolmentOf(console, otto)
  expect(required.optional).toBe(false)
  const { ticket, secret } = required.enrolment
  await console.client().access.confirmEnrolment({ ticket, code: generateSync({ secret, epoch: Math.floor(console.clock.now() / 1000) }) })
  expect((await askWith(console, token, '/api/settings')).status).toBe(200)
})
