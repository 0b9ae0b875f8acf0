/** Ways to try to sign in, as a person or as somebody who guesses. */
import { anonymous, browser, goodPassword } from './create-test-access.ts'
import type { TestAccess } from './create-test-access.ts'

/** `secret` is that of the administrator's authenticator. */
export const createSignInAttempts = (kit: TestAccess, secret: string) => {
  const begin = (password = goodPassword, name = 'mara') => kit.access.signIn.begin(anonymous, { name, password })
  const ticketFor = async (password = goodPassword, name = 'mara') => {
    const step = await begin(password, name)
    if (step.kind === 'enrol') throw new Error('unexpected enrolment')
    return step.ticket
  }
  const submit = (ticket: string, code: string) => kit.access.signIn.submitCode(anonymous, browser, { ticket, code })
  const submitBackup = (ticket: string, backupCode: string) =>
    kit.access.signIn.submitBackupCode(anonymous, browser, { ticket, backupCode })
  /** Wrong passwords, as fast as they are let; what each was told. */
  const fail = async (times: number, name = 'mara') => {
    const errors: unknown[] = []
    for (let time = 0; time < times; time++) {
      kit.clock.advance(30_000)
      errors.push(await begin('wrong password', name).catch((error: unknown) => error))
    }
    return errors
  }
  return {
    begin,
    ticketFor,
    submit,
    submitBackup,
    fail,
    signIn: async (steps = 0) => submit(await ticketFor(), kit.code(secret, steps)),
    /** A code of no time within a day, so that it counts as plainly wrong. */
    wrongCode: () => {
      const near = new Set(Array.from({ length: 5800 }, (_, index) => kit.code(secret, index - 2900)))
      return Array.from({ length: 100 }, (_, index) => String(index).padStart(6, '0')).find((code) => !near.has(code))!
    },
    lockOut: async () => {
      await fail(5)
      const step = await begin()
      if (step.kind !== 'locked-out') throw new Error(step.kind)
      return step
    },
  }
}
