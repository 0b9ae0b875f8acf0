/** Whether a password may be used, and the reason when not: length, names in it, and zxcvbn's estimate with its word lists. */
import type { ZxcvbnFactory, ZxcvbnResult } from '@zxcvbn-ts/core'
import type { PasswordVerdict } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'

/** Enough for any estimate; zxcvbn's time grows with the square and more of the length. */
const estimatedCharacters = 48
/** Ways to read signs as letters. A password made of nothing but such signs held up the whole console for half a second with the hundred that zxcvbn tries. */
const triedSubstitutions = 10
const leastScore = 2
/** Letters and digits that must remain once the names are taken out. */
const leastBesideNames = 8
/** How far down the list of common passwords one is still tried early, and how much beside it does not help. */
const commonRanks = 10_000
const trivialCharacters = 5
const productName = 'gatehouse'

let factory: Promise<ZxcvbnFactory> | undefined

/** The word lists take a quarter of a second to unpack, so they come with the first password and not with the start. */
const loadFactory = (): Promise<ZxcvbnFactory> =>
  (factory ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en')]).then(
    ([core, common, english]) =>
      new core.ZxcvbnFactory({
        dictionary: { ...common.dictionary, ...english.dictionary },
        graphs: common.adjacencyGraphs,
        translations: english.translations,
        maxLength: estimatedCharacters,
        l33tMaxSubstitutions: triedSubstitutions,
      }),
  ))

/** The whole name and its parts of three letters or more. */
const namesIn = (name: string): string[] => {
  const folded = name.normalize('NFKC').toLowerCase()
  return [...new Set([folded, folded.replace(/[^\p{L}\p{N}]/gu, ''), ...folded.split(/[^\p{L}\p{N}]+/u), productName])].filter(
    (part) => part.length >= 3,
  )
}

const besideNames = (password: string, names: readonly string[]): number => {
  let rest = password.normalize('NFKC').toLowerCase()
  for (const name of names.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(name, '')
  return rest.replace(/[^\p{L}\p{N}]/gu, '').length
}

/** A common password makes up more than half of it and hardly anything stands beside it: "Passw0rd!2024". */
const commonAtHeart = (result: ZxcvbnResult, length: number): boolean =>
  result.sequence.some(
    (match) =>
      match['dictionaryName'] === 'passwords-common' &&
      Number(match['rank']) <= commonRanks &&
      match.token.length * 2 >= length &&
      length - match.token.length <= trivialCharacters,
  )

/** `minLength` in characters. The name counts as known to whoever guesses. */
export const judgePassword = async (password: string, name: string, minLength: number): Promise<PasswordVerdict> => {
  const length = Array.from(password.normalize('NFKC')).length
  if (length === 0) return { score: 0, acceptable: false, reason: `At least ${minLength} characters.` }
  const names = namesIn(name)
  const result = (await loadFactory()).check(password, names)
  const refused = (reason: string, score: number): PasswordVerdict => ({ score, acceptable: false, reason })
  if (length < minLength) return refused(`At least ${minLength} characters: ${minLength - length} more.`, Math.min(result.score, 2))
  if (names.some((part) => password.toLowerCase().includes(part)) && besideNames(password, names) < leastBesideNames)
    return refused('It is built from your name or the name of this program, which are tried first.', Math.min(result.score, 1))
  if (commonAtHeart(result, length))
    return refused(
      'This is one of the passwords that are tried first, or close to one. Use several uncommon words.',
      Math.min(result.score, 1),
    )
  if (result.score < leastScore)
    return refused(`${result.feedback.warning ?? 'This password is guessed quickly.'} Use several uncommon words.`, result.score)
  return {
    score: result.score,
    acceptable: true,
    reason: result.score === leastScore ? 'Good enough. One more uncommon word makes it strong.' : null,
  }
}

export const weakPassword = (reason: string) => new GatehouseError('WEAK_PASSWORD', reason, { reason })

/** Throws WEAK_PASSWORD. */
export const requireStrong = async (password: string, name: string, minLength: number): Promise<void> => {
  const verdict = await judgePassword(password, name, minLength)
  if (!verdict.acceptable) throw weakPassword(verdict.reason ?? 'This password is guessed too quickly.')
}
