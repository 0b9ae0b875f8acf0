/** An issuer of tokens as a form holds it, and what it makes of it. Pure. */
import { consumerRoles } from '../../../shared/consumer.ts'
import { isOfSecret, issuerSchema, tokenAlgorithms, type Issuer, type TokenAlgorithm } from '../../../shared/issuer.ts'
import { readAs, readNumber, wordsOf, type Typed } from './typed-values.ts'

export interface Pair {
  value: string
  stands: string
}
export interface IssuerDraft {
  name: string
  issuer: string
  audiences: string
  keys: 'url' | 'pasted' | 'secret'
  url: string
  text: string
  /** Of the vault; empty: none is chosen yet. */
  keyId: string
  algorithms: readonly TokenAlgorithm[]
  type: string
  tolerance: string
  lifetime: string
  refresh: string
  goodFor: string
  callerClaim: string
  callers: readonly Pair[]
  /** Empty: nobody else. */
  others: string
  roleClaim: string
  roles: readonly Pair[]
  scopeClaim: string
}
export type IssuerField = keyof IssuerDraft
/** Of each part of the form. */
export interface IssuerPartProps {
  draft: IssuerDraft
  errorOf: (field: IssuerField) => string | null
  onChange: (part: Partial<IssuerDraft>) => void
}

const scheme = 'vault:'
export const usualAlgorithms = (keys: IssuerDraft['keys']): TokenAlgorithm[] =>
  keys === 'secret' ? ['HS256'] : ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']
export const algorithmsFor = (keys: IssuerDraft['keys']): TokenAlgorithm[] =>
  tokenAlgorithms.filter((name) => isOfSecret(name) === (keys === 'secret'))

const [second, minute, hour] = [1000, 60_000, 3_600_000]
const usual = { refreshMs: 10 * minute, goodForMs: 24 * hour, toleranceMs: 30 * second, maxLifetimeMs: 24 * hour }

export const issuerDraftOf = (issuer: Issuer | null): IssuerDraft => {
  const keys = issuer?.keys ?? { kind: 'url' as const, url: '', refreshMs: usual.refreshMs, goodForMs: usual.goodForMs }
  const times = keys.kind === 'url' ? keys : usual
  return {
    name: issuer?.name ?? '',
    issuer: issuer?.issuer ?? '',
    audiences: issuer?.audiences.join(' ') ?? '',
    keys: keys.kind,
    url: keys.kind === 'url' ? keys.url : '',
    text: keys.kind === 'pasted' ? keys.text : '',
    keyId: keys.kind === 'secret' ? keys.secret.replace(scheme, '') : '',
    algorithms: issuer?.algorithms ?? usualAlgorithms(keys.kind),
    type: issuer?.type ?? '',
    tolerance: String((issuer ?? usual).toleranceMs / second),
    lifetime: String((issuer ?? usual).maxLifetimeMs / hour),
    refresh: String(times.refreshMs / minute),
    goodFor: String(times.goodForMs / hour),
    callerClaim: issuer?.callerClaim ?? 'sub',
    callers: issuer?.callers.map(({ value, consumer }) => ({ value, stands: consumer })) ?? [],
    others: issuer?.others ?? '',
    roleClaim: issuer?.roleClaim ?? '',
    roles: issuer?.roles.map(({ value, role }) => ({ value, stands: role })) ?? [],
    scopeClaim: issuer?.scopeClaim ?? '',
  }
}

export interface IssuerProblem {
  field: IssuerField
  sentence: string
}
export type ReadIssuer = { kind: 'issuer'; issuer: Issuer } | ({ kind: 'problem' } & IssuerProblem)

const { shape } = issuerSchema
const [fromUrl, pasted] = shape.keys.options
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const keysOf = (draft: IssuerDraft): Typed<unknown> & { field: IssuerField } => {
  switch (draft.keys) {
    case 'url': {
      const url = readAs(fromUrl.shape.url, draft.url.trim(), draft.url.trim())
      if (!url.ok) return { ...url, field: 'url' }
      const refresh = readNumber(fromUrl.shape.refreshMs.unwrap(), draft.refresh, minute)
      if (!refresh.ok) return { ...refresh, field: 'refresh' }
      const goodFor = readNumber(fromUrl.shape.goodForMs.unwrap(), draft.goodFor, hour)
      if (!goodFor.ok) return { ...goodFor, field: 'goodFor' }
      return { ok: true, value: { kind: 'url', url: url.value, refreshMs: refresh.value, goodForMs: goodFor.value }, field: 'url' }
    }
    case 'pasted': {
      const text = readAs(pasted.shape.text, draft.text.trim(), draft.text.trim())
      return text.ok ? { ok: true, value: { kind: 'pasted', text: text.value }, field: 'text' } : { ...text, field: 'text' }
    }
    case 'secret':
      return draft.keyId === ''
        ? { ok: false, sentence: 'Choose which key of the vault is the secret.', field: 'keyId' }
        : { ok: true, value: { kind: 'secret', secret: `${scheme}${draft.keyId}` }, field: 'keyId' }
  }
}

const pairsFault = (pairs: readonly Pair[]): string | null => {
  if (pairs.some(({ value }) => value.trim() === '')) return 'Say what the claim holds, or leave the line out.'
  if (pairs.some(({ stands }) => stands === '')) return 'Choose what each one stands for.'
  return new Set(pairs.map(({ value }) => value.trim())).size < pairs.length ? 'One stands there twice.' : null
}

/** `before` null: a new one, with this id. */
export const readIssuer = (before: Issuer | null, id: string, draft: IssuerDraft): ReadIssuer => {
  const problem = (field: IssuerField, sentence: string): ReadIssuer => ({ kind: 'problem', field, sentence })
  const name = readAs(shape.name, draft.name, draft.name.trim())
  if (!name.ok) return problem('name', 'Give it a name of at most 80 letters.')
  const issuer = readAs(shape.issuer, draft.issuer.trim(), draft.issuer.trim())
  if (!issuer.ok) return problem('issuer', issuer.sentence)
  const audiences = wordsOf(draft.audiences)
  if (!shape.audiences.safeParse(audiences).success) return problem('audiences', 'Name at least one and at most 20, with spaces between.')
  const keys = keysOf(draft)
  if (!keys.ok) return problem(keys.field, keys.sentence)
  if (draft.algorithms.length === 0) return problem('algorithms', 'Allow at least one.')
  const tolerance = readNumber(shape.toleranceMs.unwrap(), draft.tolerance, second)
  if (!tolerance.ok) return problem('tolerance', tolerance.sentence)
  const lifetime = readNumber(shape.maxLifetimeMs.unwrap(), draft.lifetime, hour)
  if (!lifetime.ok) return problem('lifetime', lifetime.sentence)
  const callers = pairsFault(draft.callers)
  if (callers !== null) return problem('callers', callers)
  const roles = pairsFault(draft.roles)
  if (roles !== null) return problem('roles', roles)
  const read = issuerSchema.safeParse({
    id: before?.id ?? id,
    enabled: before?.enabled ?? true,
    name: name.value,
    issuer: issuer.value,
    audiences,
    algorithms: draft.algorithms,
    keys: keys.value,
    type: orNull(draft.type),
    toleranceMs: tolerance.value,
    maxLifetimeMs: lifetime.value,
    callerClaim: draft.callerClaim.trim(),
    callers: draft.callers.map(({ value, stands }) => ({ value: value.trim(), consumer: stands })),
    others: orNull(draft.others),
    roleClaim: orNull(draft.roleClaim),
    roles: draft.roles.map(({ value, stands }) => ({ value: value.trim(), role: consumerRoles.find((role) => role === stands) })),
    scopeClaim: orNull(draft.scopeClaim),
  })
  if (read.success) return { kind: 'issuer', issuer: read.data }
  const [issue] = read.error.issues
  const field = issue?.path[0]
  return problem(typeof field === 'string' && field in draft ? (field as IssuerField) : 'name', `${issue?.message ?? 'This is not valid'}.`)
}
