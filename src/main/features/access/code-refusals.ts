/** Why a code of the authenticator was refused, as errors with a sentence for the person. */
import { GatehouseError } from '../../../shared/errors.ts'
import { durationWords } from './duration-words.ts'
import { checkCode, findClockOffset } from './totp.ts'

export const codeAlreadyUsed = (nextInMs: number) =>
  new GatehouseError('CODE_ALREADY_USED', `This code was already used. The next one comes in ${durationWords(nextInMs)}.`, { nextInMs })

export const clockWrong = (offsetMs: number) =>
  new GatehouseError(
    'CLOCK_WRONG',
    `This code belongs to another time: the clock of the authenticator is ${durationWords(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} the clock of this machine. Set both to automatic time and enter the next code.`,
    { offsetMs },
  )

export const wrongCode = (attemptsLeft: number | null) => new GatehouseError('WRONG_CODE', 'This code is not right.', { attemptsLeft })

export const wrongBackupCode = (usedBefore: boolean, attemptsLeft: number | null) =>
  new GatehouseError('WRONG_CODE', usedBefore ? 'This backup code was used before. Take another one.' : 'This backup code is not right.', {
    attemptsLeft,
  })

export const ticketExpired = () => new GatehouseError('TICKET_EXPIRED', 'This took too long. Begin again.', {})

/** The step of the first code of a new authenticator. Nothing is counted: the secret was shown to whoever types it. */
export const stepOfFirstCode = async (secret: Uint8Array, code: string, nowMs: number): Promise<number> => {
  const verdict = checkCode(secret, code, nowMs, 0)
  if (verdict.kind === 'right') return verdict.step
  const offsetMs = await findClockOffset(secret, code, nowMs)
  throw offsetMs === null ? wrongCode(null) : clockWrong(offsetMs)
}
