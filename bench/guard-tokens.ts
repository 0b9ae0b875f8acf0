// Benchmark: what a token costs the guard beside an API key, on the same guard in turns.
import { generateKeyPairSync, sign } from 'node:crypto'
import type { Figure } from './figure.ts'
import { median } from './figure.ts'
import type { Child } from './guard-child.ts'
import { load } from './guard-load.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export const benchIssuer = {
  id: 'bench',
  name: 'Bench',
  issuer: 'https://login.example/',
  audiences: ['bench'],
  keys: { kind: 'pasted', text: publicKey.export({ type: 'spki', format: 'pem' }) },
  others: 'bench',
}

/** As long as those of usual logins: an RSA signature, a dozen claims. */
const makeToken = (): string => {
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    iss: benchIssuer.issuer,
    aud: 'bench',
    sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
    iat,
    exp: iat + 36_000,
    azp: 'bench-client',
    scope: 'openid profile email',
    sid: 'f3b0c442-98fc-1c14-9afb-f4c8996fb924',
    jti: 'a9993e36-4706-816a-ba3e-25717850c26c',
    name: 'Bench Person',
    email: 'bench@login.example',
  }
  const input = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'bench' })}.${encoded(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
}

interface Turns {
  rounds: number
  forMs: number
}

/** Requests a second with a token, against those with a key: the ratio turn by turn, so that what else the machine does hurts both. */
export const costOfTokens = async (
  loader: Child,
  { port, connections, key, turns: { rounds, forMs } }: { port: number; connections: number; key: string; turns: Turns },
): Promise<{ figure: Figure; sent: number }> => {
  const token = makeToken()
  const rates = { token: [] as number[], key: [] as number[] }
  let sent = 0
  const ask = async (kind: 'token' | 'key') => {
    const result = await load(loader, { port, connections, forMs, perSecond: null, key, ...(kind === 'token' ? { token } : {}) })
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`)
    sent += result.sent
    return result.answered / result.seconds
  }
  await ask('token')
  for (let round = 0; round < rounds; round++)
    for (const kind of round % 2 === 0 ? (['token', 'key'] as const) : (['key', 'token'] as const)) rates[kind].push(await ask(kind))
  const rate = median(rates.token)
  const baseline = rate / median(rates.token.map((one, turn) => one / rates.key[turn]!))
  return { figure: { name: 'guard.jwt', value: rate, unit: '/s', baseline, goal: { atLeast: 0.8 * baseline } }, sent }
}
