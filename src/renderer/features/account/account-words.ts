/** Sentences of the account page. */
import type { Session } from '../../../shared/contract/account.ts'
import { formatCounted } from '../../ui/format.ts'

export const codesIssued = 10
/** From here on it is time for new ones. */
export const fewCodes = 3

export const codesLeftSentence = (left: number): string => {
  if (left === 0) return 'No backup code is left. Without your phone there is no way in: replace them now.'
  return `Only ${formatCounted(left, 'backup code is', 'backup codes are')} left. Replace them before ${left === 1 ? 'it' : 'the last'} is used.`
}

export const othersOf = (sessions: readonly Session[]): Session[] => sessions.filter((session) => !session.current)

/** What a changed password does to the other sessions. */
export const endsOthersSentence = (others: number): string =>
  others === 0
    ? 'This window stays signed in.'
    : `Your ${others === 1 ? 'other session ends' : `${others} other sessions end`}. This window stays signed in.`

export const endedSentence = (ended: number): string =>
  ended === 0 ? 'No other session was open.' : `${formatCounted(ended, 'other session was', 'other sessions were')} ended.`
