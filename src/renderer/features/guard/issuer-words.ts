/** Issuers of tokens in plain words. Pure. */
import type { Issuer, JudgedToken } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { formatCounted } from '../../ui/format.ts'

/** `2 named callers; all others come in as “People”`. */
export const callersWords = ({ consumers }: Pick<Policy, 'consumers'>, { callers, others }: Pick<Issuer, 'callers' | 'others'>): string => {
  const named = callers.length === 0 ? null : formatCounted(callers.length, 'named caller', 'named callers')
  const as = others === null ? null : `come in as “${consumers.find(({ id }) => id === others)?.name ?? others}”`
  if (as === null) return named === null ? 'Lets nobody in: no consumer stands for its callers.' : `${named}, and nobody else`
  return named === null ? `Its callers ${as}` : `${named}; all others ${as}`
}

/** Of a consumer without a key: who else comes in as it. */
export const withoutKeyWords = (
  { issuers }: Pick<Policy, 'issuers'>,
  { id, certificates }: Pick<Policy['consumers'][number], 'id' | 'certificates'>,
): string => {
  const names = issuers
    .filter(({ enabled, others, callers }) => enabled && (others === id || callers.some(({ consumer }) => consumer === id)))
    .map(({ name }) => `“${name}”`)
  if (names.length > 0) return `Callers with a token of ${names.join(', ')} come in as it.`
  return certificates.length > 0 ? 'It calls with its certificate.' : 'It has no key yet, so it cannot call where one is needed.'
}

const verdicts: Record<JudgedToken['verdict'], string> = {
  good: 'This token would be let in.',
  refused: 'This token would be refused',
  stranger: 'This token is none of ours',
  unknowable: 'This token cannot be checked now',
}
/** `This token would be refused: it has expired.` */
export const verdictWords = ({ verdict, why }: Pick<JudgedToken, 'verdict' | 'why'>): string =>
  why === null ? verdicts[verdict] : `${verdicts[verdict]}: ${why}.`

/** JSON as a person reads it; what is none stays as it is. */
export const readable = (json: string): string => {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}
