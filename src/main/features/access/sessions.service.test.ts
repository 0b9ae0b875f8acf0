import { afterEach, expect, test } from 'vitest'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess } from '../../test-kit/create-test-access.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const minute = 60_000
const hour = 60 * minute
const setUp = async () => {
  kit = await createTestAccess()
  mara = await kit.firstRun()
}
const identify = () => kit.access.identify(mara.grant.token)
const session = () => kit.session(mara.grant.token)
const signInAgain = async () => {
  kit.clock.advance(30_000)
  const step = await kit.access.signIn.begin(anonymous, { name: mara.name, password: goodPassword })
  if (step.kind !== 'code') throw new Error(step.kind)
  return kit.access.signIn.submitCode(
    anonymous,
    { source: '127.0.0.1', userAgent: 'curl/8.9' },
    { ticket: step.ticket, code: kit.code(mara.secret) },
  )
}
const lastEntry = async () => (await kit.log()).at(-1)!
/** Keeps the session in use over a long time. */
const stayAwake = (ms: number) => {
  for (let passed = 0; passed < ms; passed += 20 * minute) {
    kit.clock.advance(Math.min(20 * minute, ms - passed))
    const identity = identify()
    if (identity.kind === 'open') kit.access.sessions.noteInput(identity.session)
  }
}

test('without a token there is no session; with an unknown one it has ended', async () => {
  await setUp()
  expect(kit.access.identify(null)).toEqual({ kind: 'none' })
  for (const token of ['', 'unknown', 'x'.repeat(10_000)]) expect(kit.access.identify(token)).toEqual({ kind: 'ended', why: 'unknown' })
})

test('the token itself is nowhere in the database', async () => {
  await setUp()
  const rows = kit.database.read((db) => db.all('SELECT * FROM session'))
  expect(JSON.stringify(rows)).not.toContain(mara.grant.token)
})

test('the state says who, until when, and after how long it locks', async () => {
  await setUp()
  expect(kit.access.state(identify())).toMatchObject({
    firstRun: false,
    passwordMinLength: 12,
    session: {
      kind: 'open',
      user: { name: 'mara' },
      idleLockAfterMs: 30 * minute,
      expiresAtMs: kit.clock.now() + 12 * hour,
      steppedUpUntilMs: null,
    },
  })
})

test('after thirty minutes without input the session locks by itself, and the log says so', async () => {
  await setUp()
  kit.clock.advance(30 * minute - 1)
  expect(identify().kind).toBe('open')
  kit.clock.advance(1)
  expect(identify()).toMatchObject({ kind: 'locked', why: 'idle', session: { locked: true } })
  expect(kit.access.state(identify()).session).toMatchObject({
    kind: 'locked',
    user: { name: 'mara' },
    why: 'idle',
    sinceMs: kit.clock.now(),
  })
  expect(await lastEntry()).toMatchObject({
    action: 'session.locked',
    actor: 'gatehouse',
    message: 'The session of mara (Chrome on Linux) was locked because nobody used it',
  })
})

test('windows are told within a second of the lock, without anybody asking', async () => {
  await setUp()
  kit.events.length = 0
  kit.clock.advance(30 * minute + 1000)
  await kit.database.flush()
  expect(kit.events).toContainEqual({ kind: 'session-changed', userId: mara.grant.user.id, sessionId: mara.grant.sessionId })
})

test('a clock that jumps ahead locks at the next request, before any timer', async () => {
  await setUp()
  kit.clock.setNow(kit.clock.now() + hour)
  expect(identify()).toMatchObject({ kind: 'locked', why: 'idle' })
})

test('input keeps a session open, requests alone do not', async () => {
  await setUp()
  stayAwake(2 * hour)
  expect(identify().kind).toBe('open')
  for (let time = 0; time < 30; time++) {
    kit.clock.advance(minute)
    identify()
  }
  expect(identify().kind).toBe('locked')
})

test('after twelve hours a session ends however busy it was, and its window is told why', async () => {
  await setUp()
  stayAwake(12 * hour - 1)
  expect(identify().kind).toBe('open')
  kit.clock.advance(1)
  expect(identify()).toEqual({ kind: 'ended', why: 'expired' })
  expect(await lastEntry()).toMatchObject({
    action: 'session.expired',
    message: 'The session of mara (Chrome on Linux) ended after 12 hours',
  })
  expect((await kit.log()).filter(({ action }) => action === 'session.expired')).toHaveLength(1)
})

test('a locked session ends too', async () => {
  await setUp()
  kit.clock.advance(13 * hour)
  expect(identify()).toEqual({ kind: 'ended', why: 'expired' })
})

test('shorter limits hold at once for open sessions', async () => {
  await setUp()
  kit.clock.advance(10 * minute)
  kit.events.length = 0
  await kit.settings.change(anonymous, 'admin', 'access.session.idleLockMinutes', 5, 0)
  await kit.database.flush()
  expect(kit.events).toContainEqual({ kind: 'session-changed', userId: mara.grant.user.id, sessionId: mara.grant.sessionId })
  expect(identify()).toMatchObject({ kind: 'locked', why: 'idle' })
  stayAwake(hour)
  await kit.settings.change(anonymous, 'admin', 'access.session.absoluteHours', 1, 0)
  expect(identify()).toEqual({ kind: 'ended', why: 'expired' })
})

test('a person locks the session, with an entry in their own name, and step-up is over', async () => {
  await setUp()
  kit.clock.advance(30_000)
  await kit.access.reauthentication.stepUp(byOf(session()), session(), kit.code(mara.secret))
  await kit.access.sessions.lock(byOf(session()), session(), 'user')
  expect(identify()).toMatchObject({ kind: 'locked', why: 'user', session: { steppedUpUntilMs: null } })
  expect(await lastEntry()).toMatchObject({ action: 'session.locked', actor: 'mara' })
})

test('the screen locks all sessions that are open, with an entry for each', async () => {
  await setUp()
  await signInAgain()
  await kit.access.lockAll('screen')
  expect(identify()).toMatchObject({ kind: 'locked', why: 'screen' })
  expect(
    (await kit.log())
      .slice(-2)
      .map(({ message }) => message)
      .toSorted(),
  ).toEqual(['The session of mara (Chrome on Linux) was locked with the screen', 'The session of mara (curl) was locked with the screen'])
  const entries = (await kit.log()).length
  await kit.access.lockAll('suspend')
  expect(await kit.log()).toHaveLength(entries)
})

test('signing out ends the session for good', async () => {
  await setUp()
  await kit.access.sessions.signOut(byOf(session()), session())
  expect(identify()).toEqual({ kind: 'ended', why: 'signed-out' })
  expect(await lastEntry()).toMatchObject({ action: 'session.signed-out', actor: 'mara' })
})

test('own sessions are listed with device and address, newest first', async () => {
  await setUp()
  await signInAgain()
  expect(kit.access.sessions.list(session())).toMatchObject([
    { device: 'curl', address: '127.0.0.1', current: false, locked: false },
    { device: 'Chrome on Linux', current: true },
  ])
})

test('another own session is ended, and its window is told that it was revoked', async () => {
  await setUp()
  const other = await signInAgain()
  await kit.access.sessions.revoke(byOf(session()), session(), other.sessionId)
  expect(kit.access.identify(other.token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(identify().kind).toBe('open')
  expect(await lastEntry()).toMatchObject({ action: 'session.revoked', message: 'mara ended another own session (curl)' })
  await expect(kit.access.sessions.revoke(byOf(session()), session(), other.sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('nobody ends the session of somebody else', async () => {
  await setUp()
  const { sessionId } = (await kit.join(mara, 'otto', 'viewer')).grant
  await expect(kit.access.sessions.revoke(byOf(session()), session(), sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await kit.access.sessions.revokeOthers(byOf(session()), session())).toBe(0)
  expect(kit.access.sessionIsOpen(sessionId)).toBe(true)
})

test('all other own sessions end at once, and this one stays', async () => {
  await setUp()
  const others = [await signInAgain(), await signInAgain()]
  expect(await kit.access.sessions.revokeOthers(byOf(session()), session())).toBe(2)
  for (const { token } of others) expect(kit.access.identify(token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(identify().kind).toBe('open')
})

test('the session of a disabled user is revoked at the next request', async () => {
  await setUp()
  await kit.tamper('UPDATE user SET disabled = 1')
  expect(identify()).toEqual({ kind: 'ended', why: 'revoked' })
})

test('a session is open for downloads only while neither locked nor ended', async () => {
  await setUp()
  const { sessionId } = mara.grant
  expect(kit.access.sessionIsOpen(sessionId)).toBe(true)
  await kit.access.lockAll('screen')
  expect(kit.access.sessionIsOpen(sessionId)).toBe(false)
})

test('an ended session is remembered for thirty days', async () => {
  await setUp()
  await kit.access.sessions.signOut(byOf(session()), session())
  kit.clock.advance(29 * 24 * hour)
  await signInAgain()
  expect(identify()).toEqual({ kind: 'ended', why: 'signed-out' })
  kit.clock.advance(2 * 24 * hour)
  await signInAgain()
  expect(identify()).toEqual({ kind: 'ended', why: 'unknown' })
})

test('sessions go on after a restart, and lock in their time', async () => {
  await setUp()
  kit.clock.advance(10 * minute)
  await kit.restart()
  expect(identify().kind).toBe('open')
  kit.clock.advance(20 * minute)
  expect(identify()).toMatchObject({ kind: 'locked', why: 'idle' })
})

test('a stopped console leaves no timer behind', async () => {
  await setUp()
  expect(kit.clock.waiting()).toBeGreaterThan(0)
  kit.access.stop()
  expect(kit.clock.waiting()).toBe(0)
})

test('the user agent of a browser is never trusted with more than a few words', async () => {
  await setUp()
  kit.clock.advance(30_000)
  const step = await kit.access.signIn.begin(anonymous, { name: mara.name, password: goodPassword })
  if (step.kind !== 'code') throw new Error(step.kind)
  await kit.access.signIn.submitCode(
    anonymous,
    { ...browser, userAgent: '<script>'.repeat(10_000) },
    { ticket: step.ticket, code: kit.code(mara.secret) },
  )
  expect(kit.access.sessions.list(session())[0]!.device).toBe('An unknown program')
})
