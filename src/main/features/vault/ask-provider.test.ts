import { expect, test } from 'vitest'
import type { Provider } from '../../../shared/contract/vault.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { badCertificates, startProvider } from '../../test-kit/start-provider.ts'
import { askProvider } from './ask-provider.ts'
import type { ProviderLink } from './ask-provider.ts'

const tail = 'aB3dE5'.repeat(8)
const keys = {
  openai: `sk-proj-${tail}`,
  anthropic: `sk-ant-api03-${tail}`,
  google: `AIza${tail.slice(0, 35)}`,
  github: `ghp_${tail.slice(0, 36)}`,
  stripe: `sk_live_${tail}`,
}
const never = new AbortController().signal
const ask = (provider: Provider, text: string, link: ProviderLink, checkUrl: string | null = null) =>
  askProvider({ provider, checkUrl, text }, link, () => Date.UTC(2026, 10, 21), never)

test.each([
  ['openai', 'api.openai.com', '/v1/models', { authorization: `Bearer ${keys.openai}` }],
  ['anthropic', 'api.anthropic.com', '/v1/models?limit=1', { 'x-api-key': keys.anthropic, 'anthropic-version': '2023-06-01' }],
  ['google', 'generativelanguage.googleapis.com', '/v1beta/models?pageSize=1', { 'x-goog-api-key': keys.google }],
  ['github', 'api.github.com', '/rate_limit', { authorization: `Bearer ${keys.github}`, 'user-agent': 'gatehouse' }],
  ['stripe', 'api.stripe.com', '/v1/balance', { authorization: `Bearer ${keys.stripe}` }],
] as const)('a key of %s is shown to %s in a header alone', async (provider, host, path, headers) => {
  const { link, received } = await startProvider(() => 200)
  expect(await ask(provider, ` ${keys[provider]}\n`, link)).toMatchObject({ result: 'valid' })
  expect(received).toMatchObject([{ path, headers, body: '' }])
  expect(received[0]!.headers.host).toMatch(new RegExp(`^${host.replaceAll('.', '\\.')}`))
  const elsewhere = Object.values(received[0]!.headers).filter((value) => String(value).includes(keys[provider]))
  expect(elsewhere).toHaveLength(1)
})

test('a key of a provider without an address of its own is a bearer token at the one that was given', async () => {
  const { link, received } = await startProvider(() => 204)
  const answer = await ask('gitlab', 'glpat-1234567890abcdefgh', link, 'https://keys.example.com/me?of=token')
  expect(answer).toEqual({ result: 'valid', sentence: 'keys.example.com takes the key.' })
  expect(received).toMatchObject([{ path: '/me?of=token', headers: { authorization: 'Bearer glpat-1234567890abcdefgh' } }])
})

test.each([
  ['openai', 401, 'refused', /revoked, has expired/],
  ['openai', 403, 'unknown', /may lack the right/],
  ['openai', { status: 429, headers: { 'retry-after': '240' } }, 'limited', /Try again in 4 minutes/],
  ['github', { status: 403, headers: { 'retry-after': '60' } }, 'limited', /in a minute/],
  ['google', { status: 400, text: '{"error":{"details":[{"reason":"API_KEY_INVALID"}]}}' }, 'refused', /Google does not know/],
  ['google', { status: 403, text: '{"error":{"details":[{"reason":"SERVICE_DISABLED"}]}}' }, 'valid', /restricted/],
  ['google', { status: 400, text: '{"error":{"details":"x"' }, 'unknown', /says nothing of the key \(400\)/],
  ['stripe', 403, 'valid', /restricted/],
  ['anthropic', 529, 'unknown', /trouble of its own \(529\)/],
  ['anthropic', 404, 'unknown', /nothing to ask at this address/],
] satisfies [keyof typeof keys, Answer, string, RegExp][])('%s: the answer %j is %s', async (provider, answer, result, sentence) => {
  const { link } = await startProvider(() => answer)
  const judged = await ask(provider, keys[provider], link)
  expect(judged.result).toBe(result)
  expect(judged.sentence).toMatch(sentence)
})

test('no redirect is followed, and nothing of an answer is repeated, since some tell back what they were sent', async () => {
  const { link, received } = await startProvider(({ headers }) => ({
    status: 302,
    headers: { location: 'https://keys.example.com/elsewhere' },
    text: String(headers.authorization),
  }))
  const judged = await ask('openai', keys.openai, link)
  expect(judged).toMatchObject({
    result: 'unknown',
    sentence: expect.stringMatching(/another address \(302\), to which the key was not sent/) as string,
  })
  expect(JSON.stringify(judged)).not.toContain(tail)
  expect(received).toHaveLength(1)
})

test.each([
  ['untrusted', /does not trust, so the key was not sent/],
  ['otherName', /made for another name/],
  ['ended', /has expired/],
] as const)('a certificate that is %s: the key is not sent', async (kind, sentence) => {
  const { link, received } = await startProvider(() => 200, badCertificates[kind]())
  const judged = await ask('openai', keys.openai, link)
  expect(judged.result).toBe('unknown')
  expect(judged.sentence).toMatch(sentence)
  expect(received).toEqual([])
})

test('a provider that closes, stalls, or is not there leaves it open, in plain words', async () => {
  const closing = await startProvider(() => 'close')
  expect(await ask('openai', keys.openai, closing.link)).toMatchObject({
    result: 'unknown',
    sentence: expect.stringMatching(/broke off/) as string,
  })
  const stalling = await startProvider(() => 'stall')
  const stalled = await ask('openai', keys.openai, { ...stalling.link, timeoutMs: 200 })
  expect(stalled).toMatchObject({ result: 'unknown', sentence: expect.stringMatching(/did not answer in time/) as string })
  await closing.stop()
  const gone = await ask('openai', keys.openai, closing.link)
  expect(gone.sentence).toMatch(/refuses the connection.*check it again/)
  const noName = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  const nowhere = {
    ...closing.link.connector,
    lookup: ((_host, _options, done) => done(noName, '')) satisfies typeof closing.link.connector.lookup,
  }
  expect((await ask('openai', keys.openai, { ...closing.link, connector: nowhere })).sentence).toMatch(
    /api\.openai\.com.*seems to be offline/,
  )
  const offline = await ask('other', 'some-token', {}, 'https://keys.invalid/me')
  expect(offline).toMatchObject({ result: 'unknown', sentence: expect.stringMatching(/was not found|could not be looked up/) as string })
})

test('an answer without end is read as far as it matters', async () => {
  const { link } = await startProvider(() => ({ status: 200, text: 'x'.repeat(5_000_000) }))
  expect(await ask('openai', keys.openai, link)).toMatchObject({ result: 'valid' })
})

test('names that lead to this machine or into a private network are not asked', async () => {
  for (const url of [
    'https://localhost/me',
    'https://127.0.0.1/me',
    'https://0x7f.1/me',
    'https://[::ffff:10.0.0.5]/me',
    'https://169.254.169.254/',
  ]) {
    const judged = await ask('other', 'some-token', {}, url)
    expect(judged.sentence).toMatch(/is not allowed/)
  }
})

test.each([
  ['openai', keys.stripe, /looks like a key of another provider than OpenAI/],
  ['google', `GOCSPX-${tail}`, /secret for sign-ins/],
  ['github', `ghr_${tail}`, /refresh token/],
  ['stripe', `whsec_${tail}`, /secret of a webhook/],
  ['anthropic', `sk-ant-oat01-${tail}`, /token of a sign-in/],
  ['database', 'postgres://a:b@db/x', /not sent to anybody/],
  ['other', 'some-token', /Give one in the panel/],
  ['openai', `${keys.openai}\nx-other: 1`, /not one line/],
  ['openai', `sk-${'x'.repeat(9000)}`, /not one line/],
] as const)('of %s, nobody is asked what would tell nothing', async (provider, text, sentence) => {
  const { link, received } = await startProvider(() => 200)
  const judged = await ask(provider, text, link)
  expect(judged.result).toBe('unknown')
  expect(judged.sentence).toMatch(sentence)
  expect(received).toEqual([])
})

test('a console that stops ends what is under way', async () => {
  const { link } = await startProvider(() => 'stall')
  const stopping = new AbortController()
  const asked = askProvider({ provider: 'openai', checkUrl: null, text: keys.openai }, link, () => 0, stopping.signal)
  stopping.abort()
  await expect(asked).rejects.toThrow()
})
