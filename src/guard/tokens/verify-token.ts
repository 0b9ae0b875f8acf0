/** Whether a token that was read is true: signed by its issuer, for us, now, and not for longer than allowed. */
import { errors, jwtVerify } from 'jose'
import type { Issuer } from '../../shared/issuer.ts'
import type { IssuerKeys, TokenHeader } from './issuer-keys.ts'
import type { TokenText } from './token-text.ts'

export type Verified = { kind: 'good'; untilMs: number } | { kind: 'refused'; why: string } | { kind: 'unknowable'; why: string }

const refused = (why: string): Verified => ({ kind: 'refused', why })

const claimWords: Record<string, string> = {
  iss: 'it is of another issuer',
  aud: 'it is for another audience',
  nbf: 'it does not hold yet',
  exp: 'it does not say rightly until when it holds',
}
/** Never with a value of the token. */
const wordsOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return `it lacks the claim ${error.claim}`
    return claimWords[error.claim] ?? `its claim ${error.claim} is not right`
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not right'
  return 'its signature cannot be checked with the keys of the issuer'
}

/** Usual ones of those that say who may do what; others (`logout+jwt`, `dpop+jwt`) are signed by the same keys. */
const usualTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt'])
const typeOf = ({ typ }: TokenHeader): string | null =>
  typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ === undefined ? null : ''
const isOfType = (issuer: Issuer, header: TokenHeader): boolean => {
  const type = typeOf(header)
  return issuer.type === null ? type === null || usualTypes.has(type) : type === issuer.type.toLowerCase().replace(/^application\//, '')
}

const lifetimeFault = (
  { maxLifetimeMs, toleranceMs }: Issuer,
  { exp, iat }: { exp: number; iat?: unknown },
  nowMs: number,
): string | null => {
  if (iat !== undefined && (typeof iat !== 'number' || iat * 1000 > nowMs + toleranceMs)) return 'it was issued in the future'
  // One that hides when it was issued may still not hold longer from now on.
  const fromMs = typeof iat === 'number' ? iat * 1000 : nowMs + toleranceMs
  return exp * 1000 - fromMs > maxLifetimeMs ? 'it holds for longer than allowed' : null
}

export const verifyToken = async (
  issuer: Issuer,
  keys: IssuerKeys,
  text: string,
  { header, claims }: TokenText,
  nowMs: number,
): Promise<Verified> => {
  const { algorithms, audiences, toleranceMs } = issuer
  if (!algorithms.some((name) => name === header.alg)) return refused('its algorithm is not allowed')
  if (!isOfType(issuer, header)) return refused('it is a token of another type')
  const found = await keys.find(header)
  if (found === null) return { kind: 'unknowable', why: 'the keys of the issuer cannot be had' }
  let why = 'the issuer has no such key'
  for (const key of found) {
    try {
      await jwtVerify(text, key, {
        algorithms,
        issuer: issuer.issuer,
        audience: audiences,
        clockTolerance: toleranceMs / 1000,
        currentDate: new Date(nowMs),
        requiredClaims: ['exp'],
      })
      const exp = claims['exp'] as number
      const fault = lifetimeFault(issuer, { exp, iat: claims['iat'] }, nowMs)
      return fault === null ? { kind: 'good', untilMs: exp * 1000 + toleranceMs } : refused(fault)
    } catch (error) {
      why = wordsOf(error)
      // Only another key could make a difference, and only to the signature.
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break
    }
  }
  return refused(why)
}
