import { expect, test } from 'vitest'
import type { VerifyEvent } from '../../../shared/contract/audit.ts'
import { verdictIn } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { signedLog } from '../../test-kit/signed-log.ts'

const only = { attachOnly: true }
const all = async (told: AsyncGenerator<VerifyEvent>) => {
  const events: VerifyEvent[] = []
  for await (const event of told) events.push(event)
  return events
}

test('a window that comes back begins nothing', async () => {
  const { audit, database } = await signedLog()
  const before = audit.size()
  expect(await all(audit.verify(bySystem, undefined, only))).toEqual([])
  await database.flush()
  expect(audit.size()).toEqual(before)
})

test('it joins the run under way and sees its verdict', async () => {
  const { audit } = await signedLog()
  const first = audit.verify(bySystem)
  const begun = first.next()
  const joined = audit.verify(bySystem, undefined, only)
  await begun
  const [one, other] = await Promise.all([verdictIn(first), verdictIn(joined)])
  expect(other).toEqual(one)
})

test('it is told where a run was stopped, until one goes on from there', async () => {
  const { audit } = await signedLog()
  const first = audit.verify(bySystem)
  const begun = first.next()
  const stopping = audit.stopVerification()
  await begun
  await stopping
  const stopped = (await all(first)).at(-1)
  expect(stopped?.kind).toBe('stopped')
  expect(await all(audit.verify(bySystem, undefined, only))).toEqual([stopped])
  await verdictIn(audit.verify(bySystem))
  expect(await all(audit.verify(bySystem, undefined, only))).toEqual([])
})
