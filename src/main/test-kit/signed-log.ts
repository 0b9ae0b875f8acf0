/** A log of 20 entries signed at 10 and at 20, and what a verification finds broken in it. */
import { expect } from 'vitest'
import { verdictSchema } from '../../shared/contract/audit.ts'
import type { Verdict } from '../../shared/contract/audit.ts'
import { openTestAudit } from './open-test-audit.ts'
import type { TestAudit, TestAuditOptions } from './open-test-audit.ts'

/** The last entry is the only one that says `thing.refused`. */
export const signedLog = async (options: TestAuditOptions = {}) => {
  const opened = openTestAudit(options)
  await opened.append(10)
  opened.heads.signNow()
  await opened.append(9)
  await opened.append(1, {
    action: 'thing.refused',
    severity: 'high',
    outcome: 'refused',
    target: { kind: 'thing', id: 't', name: 'T' },
    threatClass: 'odd',
  })
  opened.heads.signNow()
  return opened
}

export const foundBroken = async (opened: TestAudit): Promise<NonNullable<Verdict['broken']>> => {
  const verdict = verdictSchema.parse(await opened.verify())
  expect(verdict.intact).toBe(false)
  expect(verdict.sentence).toMatch(/^Broken\. /)
  return verdict.broken!
}
