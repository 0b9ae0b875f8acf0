import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { issuerSchema } from '../../../shared/issuer.ts'
import type { GuardEvent } from '../../../shared/guard-protocol.ts'
import type { Issuer } from '../../../shared/issuer.ts'
import { policySchema } from '../../../shared/policy.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { guardEventEntry } from './guard-event-entry.ts'
import { judgePolicy } from './judge-policy.ts'
import { changesOf } from './policy-changes.ts'
import { warningsOf } from './policy-warnings.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const issuer = issuerSchema.parse({
  id: 'login',
  name: 'Login',
  issuer: 'https://login.example',
  audiences: ['shop-api'],
  keys: { kind: 'pasted', text: publicKey.export({ type: 'spki', format: 'pem' }) as string },
  others: 'people',
})
const people = { id: 'people', name: 'People' }
const tokenFor = (claims: object): string => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${encoded({ alg: 'ES256' })}.${encoded({ iss: issuer.issuer, aud: 'shop-api', ...claims })}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

test('tokens of an issuer that was added are let in, tested in the console, and stand in no log', async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  onTestFinished(async () => {
    const { process: guard } = await client.guard.state().catch(() => ({ process: { kind: 'off' } as const }))
    if (guard.kind === 'running') process.kill(guard.pid, 'SIGKILL')
  })
  const service = await startGuardedService()
  await expect(client.guard.judgeToken({ token: 'x' })).rejects.toMatchObject({ code: 'BUSY' })
  const consumer = { ...policySchema.shape.consumers.unwrap().element.parse(people), keys: undefined }
  const { revision } = await client.guard.edit({
    revision: 0,
    edits: [...editsFor(service.url, { identity: 'required' }), { kind: 'put-consumer', consumer }, { kind: 'put-issuer', issuer }],
  })
  await client.guard.start()
  const until = async (look: () => Promise<unknown>) => {
    await expect.poll(look, { interval: 20 }).toBeTruthy()
  }
  await until(async () => (await client.guard.state()).servedRevision === revision)
  const port = (await client.guard.state()).ports.main!
  const nowS = Math.floor(Date.now() / 1000)
  const token = tokenFor({ sub: 'ann@example.com', iat: nowS, exp: nowS + 600 })
  expect(await callGuard(port, { authorization: `Bearer ${token}` })).toEqual({ status: 200, body: 'hello' })
  const expired = tokenFor({ sub: 'ann@example.com', iat: nowS - 600, exp: nowS - 60 })
  expect((await callGuard(port, { authorization: `Bearer ${expired}` })).status).toBe(401)

  expect(await client.guard.judgeToken({ token })).toMatchObject({ verdict: 'good', issuer: 'login', consumer: 'people' })
  expect(await client.guard.judgeToken({ token: expired })).toMatchObject({ verdict: 'refused', why: 'it has expired' })
  await until(async () => (await client.guard.state()).issuers[0]?.usable)
  expect((await client.guard.state()).issuers).toMatchObject([{ id: 'login', keys: 1, problem: null }])

  await until(async () => (await client.traffic.list({ filter: {} })).requests.length === 2)
  const { requests } = await client.traffic.list({ filter: {} })
  expect(requests.map(({ consumer: who, caller, reason }) => [who, caller?.split('~')[0] ?? null, reason])).toEqual([
    [null, null, 'it has expired'],
    ['people', 'login', null],
  ])
  await until(async () => (await readLog(client, { actions: ['request.refused'] })).length > 0)
  const log = await readLog(client, {})
  expect(log.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^The issuer “Login” was added: tokens of https:\/\/login.example for shop-api/),
  )
  expect(log.map(({ message }) => message)).toContainEqual(expect.stringContaining('a token that is not valid'))
  expect(JSON.stringify([log, requests])).not.toMatch(/ann@example|eyJ/)
})

const policy = (issuers: Issuer[], more: object = {}) => policySchema.parse({ consumers: [people], issuers, ...more })
const sentences = (before: Issuer[], after: Issuer[]) =>
  changesOf(policy(before), policy(after)).map(({ sentence, severity }) => [severity, sentence])

test('each change of an issuer has its sentence; whose tokens are believed weighs more than a name', () => {
  expect(sentences([], [issuer])[0]![1]).toContain('its callers as “People”')
  expect(sentences([issuer], [{ ...issuer, name: 'Staff' }])).toEqual([['low', 'The issuer “Login” was changed: called “Staff”']])
  expect(sentences([issuer], [{ ...issuer, enabled: false, algorithms: ['ES256'], others: null, roleClaim: 'roles' }])).toEqual([
    ['medium', 'The issuer “Login” was changed: believed no more; signed by ES256; nobody let in by it; roles by roles'],
  ])
  expect(sentences([issuer], [])).toEqual([['medium', 'The issuer “Login” was removed: its tokens are believed no more']])
})

test('a route that takes tokens of more issuers lets through what it stopped before', () => {
  const routed = (issuers: string[]) =>
    policy([issuer, { ...issuer, id: 'other', issuer: 'https://other.example' }], {
      upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
      routes: [{ id: 'all', name: 'All', upstream: 'api', settings: { identity: 'required', issuers } }],
    })
  const context = { nowMs: 0, knowsKey: () => true }
  const opened = ['The route “All” lets through what it stopped before.']
  expect(warningsOf(routed(['login']), routed([]), context)).toEqual(opened)
  expect(warningsOf(routed(['login']), routed(['login', 'other']), context)).toEqual(opened)
  expect(warningsOf(routed([]), routed(['login']), context)).toEqual([])
  expect(policySchema.safeParse({ ...routed(['login']), issuers: [] }).error?.issues[0]?.message).toBe('there is no issuer login')
})

test('what the guard tells of an issuer’s keys is an entry with its name', () => {
  const told = (kind: GuardEvent['kind'], detail: GuardEvent['detail']) => {
    const event = {
      kind,
      detail: { issuer: 'login', ...detail },
      atMs: 0,
      lastAtMs: 0,
      count: 1,
      code: null,
      source: null,
      route: null,
      consumer: null,
      requestId: null,
    }
    const { action, severity, message, target } = guardEventEntry(event, { policy: policy([issuer]), keyLabel: () => null })
    return { action, severity, message, target: target?.name }
  }
  expect(told('issuer-keys-away', { why: 'login.example does not answer.' })).toEqual({
    action: 'issuer.keys-away',
    severity: 'high',
    message: 'The keys of the issuer “Login” cannot be fetched: login.example does not answer',
    target: 'Login',
  })
  expect(told('issuer-keys-back', {})).toMatchObject({
    action: 'issuer.keys-back',
    message: 'The keys of the issuer “Login” can be fetched again',
  })
  expect(told('issuer-keys-changed', { count: 2, added: 1, removed: 1 })).toMatchObject({
    severity: 'low',
    message: 'The issuer “Login” has other keys: 1 new, 1 gone, 2 now',
  })
})

test('what lets nobody in is told, and a private key or a secret in the policy is refused by its place', () => {
  const context = { nowMs: 0, knowsKey: () => false }
  expect(warningsOf(policy([]), policy([{ ...issuer, others: null }]), context)).toEqual([
    'No token of the issuer “Login” lets anybody in: no consumer stands for its callers.',
  ])
  const bySecret: Issuer = { ...issuer, algorithms: ['HS256'], keys: { kind: 'secret', secret: 'vault:gone' } }
  expect(warningsOf(policy([]), policy([bySecret]), context)).toEqual([
    'The secret of the issuer “Login” is a key that the vault does not hold: its tokens cannot be checked.',
  ])
  const faultOf = (keys: Issuer['keys']) =>
    judgePolicy(policy([{ ...bySecret, keys, algorithms: keys.kind === 'secret' ? ['HS256'] : ['ES256'] }])).faults
  expect(faultOf({ kind: 'secret', secret: 'sesame' })).toMatchObject([{ path: 'issuers.0.keys.secret' }])
  expect(JSON.stringify(faultOf({ kind: 'secret', secret: 'sesame' }))).not.toContain('sesame')
  expect(faultOf({ kind: 'pasted', text: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })).toMatchObject([
    { path: 'issuers.0.keys.text' },
  ])
  expect(faultOf({ kind: 'secret', secret: 'vault:k1' })).toBeNull()
})
