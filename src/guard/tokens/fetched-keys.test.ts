import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { trustOnly } from '../../ports/outgoing/trust.ts'
import { ecPair, jwksOf, rsaPair } from '../test-kit/token-maker.ts'
import { afterTest, startService } from '../test-kit/running-guard.ts'
import type { Fetched } from './fetch-keys.ts'
import { fetchKeys } from './fetch-keys.ts'
import { createFetchedKeys } from './fetched-keys.ts'

const [one, two] = [ecPair().publicKey, rsaPair().publicKey]
const es = (kid: string) => ({ alg: 'ES256', kid })

const setUp = async (first: Fetched) => {
  const clock = createHandClock()
  const told: unknown[] = []
  let answer = first
  let asked = 0
  const keys = createFetchedKeys({
    from: { kind: 'url', url: 'https://login.example/keys', refreshMs: 600_000, goodForMs: 3_600_000 },
    clock,
    fetch: async () => {
      asked += 1
      return answer
    },
    onProblem: (problem) => told.push(problem),
    onOthers: (others) => told.push(others),
  })
  afterTest(() => keys.close())
  await expect.poll(() => clock.waiting()).toBe(1)
  return {
    keys,
    clock,
    told,
    asked: () => asked,
    answer: (next: Fetched) => (answer = next),
    /** Until what falls due in this time is over. */
    pass: async (ms: number) => {
      clock.advance(ms)
      await expect.poll(() => clock.waiting()).toBe(1)
    },
  }
}
const good = (keys: Parameters<typeof jwksOf>[0]): Fetched => ({ ok: true, text: jwksOf(keys) })
const away: Fetched = { ok: false, problem: 'login.example does not answer.' }

test('a key that is not known is fetched at once, and made-up ones make no more than one fetch in half a minute', async () => {
  const { keys, clock, asked, answer } = await setUp(good({ one }))
  expect(await keys.find(es('one'))).toHaveLength(1)
  clock.advance(30_000)
  answer(good({ one, other: one }))
  expect(await keys.find(es('other'))).toHaveLength(1)
  expect(asked()).toBe(2)
  for (let at = 0; at < 1000; at++) expect(await keys.find(es(`made-up-${at}`))).toEqual([])
  expect(asked()).toBe(2)
  clock.advance(30_000)
  await Promise.all(Array.from({ length: 1000 }, (_, at) => keys.find(es(`made-up-${at}`))))
  expect(asked()).toBe(3)
})

test('keys are fetched again before they are old, and those that are gone hold no more', async () => {
  const { keys, told, answer, pass } = await setUp(good({ one }))
  const before = keys.generation()
  answer(good({ two }))
  await pass(600_000)
  expect(keys.generation()).not.toBe(before)
  expect(await keys.find(es('one'))).toEqual([])
  expect(await keys.find({ alg: 'RS256', kid: 'two' })).toHaveLength(1)
  expect(told).toEqual([{ count: 1, added: 1, removed: 1 }])
  await pass(600_000)
  expect(told).toHaveLength(1)
})

test('while the keys cannot be fetched, those that were are good for their time and no longer', async () => {
  const { keys, told, answer, asked, pass } = await setUp(good({ one }))
  answer(away)
  await pass(600_000)
  expect(keys.state()).toMatchObject({ usable: true, keys: 1, problem: 'login.example does not answer.' })
  expect(await keys.find(es('one'))).toHaveLength(1)
  // Ever more seldom.
  const before = asked()
  for (let at = 0; at < 10; at++) await pass(300_000)
  expect(asked() - before).toBeLessThan(20)
  expect(keys.usable()).toBe(false)
  expect(await keys.find(es('one'))).toBeNull()
  answer(good({ one }))
  await pass(300_000)
  expect(await keys.find(es('one'))).toHaveLength(1)
  expect(told).toEqual(['login.example does not answer.', null])
})

test('an issuer that takes every key back is believed, and what is no set of keys is not', async () => {
  const { keys, answer, pass } = await setUp(good({ one }))
  answer({ ok: true, text: '<html>' })
  await pass(600_000)
  expect(keys.state()).toMatchObject({ keys: 1, problem: expect.stringContaining('are no keys') })
  answer({ ok: true, text: '{"keys":[]}' })
  await pass(300_000)
  expect(keys.state()).toMatchObject({ keys: 0, problem: null })
  expect(await keys.find(es('one'))).toEqual([])
})

test('no redirect is followed, little is read, and where clouds hand out credentials nobody asks', async () => {
  const asked: string[] = []
  const url = await startService((request, response) => {
    asked.push(request.url!)
    if (request.url === '/keys') response.end(jwksOf({ one }))
    else if (request.url === '/moved') response.writeHead(302, { location: '/keys' }).end()
    else if (request.url === '/other') response.writeHead(101, { connection: 'upgrade', upgrade: 'other' }).end()
    else response.end('x'.repeat(300_000))
  })
  const never = new AbortController().signal
  expect(await fetchKeys(`${url}/keys`, never)).toEqual({ ok: true, text: jwksOf({ one }) })
  expect(await fetchKeys(`${url}/moved`, never)).toMatchObject({ ok: false, problem: expect.stringContaining('302') })
  expect(await fetchKeys(`${url}/huge`, never)).toMatchObject({ ok: false, problem: expect.stringContaining('256 KB') })
  // Such an answer ends the connection without an error: whoever waited for one would wait for ever.
  expect(await fetchKeys(`${url}/other`, never)).toMatchObject({ ok: false })
  expect(asked).toEqual(['/keys', '/moved', '/huge', '/other'])
  expect(await fetchKeys('http://169.254.169.254/keys', never)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('credentials'),
  })
  expect(await fetchKeys('https://127.0.0.1:1/keys', never)).toMatchObject({ ok: false, problem: expect.stringContaining('refuses') })
})

test('over TLS only whoever a trusted authority signed for is believed', async () => {
  const authority = makeAuthority()
  const serve = async (names: string[]) => {
    const { certPem: cert, keyPem: key } = authority.certify(names)
    const server = createServer({ cert, key }, (_request, response) => response.end(jwksOf({ one })))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    afterTest(() => void server.close())
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  }
  const never = new AbortController().signal
  const trusted = () => trustOnly(authority.caPem)
  const right = await serve(['127.0.0.1'])
  expect(await fetchKeys(right, never, trusted)).toMatchObject({ ok: true })
  expect(await fetchKeys(right, never)).toMatchObject({ ok: false, problem: expect.stringContaining('not trusted') })
  const other = await serve(['other.example'])
  expect(await fetchKeys(other, never, trusted)).toMatchObject({ ok: false, problem: expect.stringContaining('another name') })
})
