import fc from 'fast-check'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { base32Of, checkCode, findClockOffset, makeTotpSecret, qrRowsOf, stepAt, stepMs } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const nowMs = Date.UTC(2026, 10, 21, 8, 0, 10)
const now = stepAt(nowMs)
const codeOf = (step: number) => generateSync({ secret, epoch: (step * stepMs) / 1000 })

test('the codes are those of RFC 6238, appendix B', () => {
  expect(checkCode(secret, '287082', 59_000, 0)).toEqual({ kind: 'right', step: 1 })
  expect(checkCode(secret, '081804', 1_111_111_109_000, 0)).toEqual({ kind: 'right', step: 37037036 })
})

test('the code of now, the one before and the one after are right, those beyond are not', () => {
  expect([-2, -1, 0, 1, 2].map((offset) => checkCode(secret, codeOf(now + offset), nowMs, 0).kind)).toEqual([
    'wrong',
    'right',
    'right',
    'right',
    'wrong',
  ])
})

test('a code of a step already accepted, or of one before it, is used and says when the next one comes', () => {
  expect(checkCode(secret, codeOf(now), nowMs, now)).toEqual({ kind: 'used', nextInMs: 20_000 })
  expect(checkCode(secret, codeOf(now - 1), nowMs, now)).toEqual({ kind: 'used', nextInMs: 20_000 })
  expect(checkCode(secret, codeOf(now + 1), nowMs, now + 1)).toEqual({ kind: 'used', nextInMs: 50_000 })
  expect(checkCode(secret, codeOf(now), nowMs, now - 1)).toEqual({ kind: 'right', step: now })
})

test('after our clock was set back by an hour, nothing is accepted before the last step has passed', () => {
  expect(checkCode(secret, codeOf(now), nowMs, now + 120)).toEqual({ kind: 'used', nextInMs: 121 * stepMs - 10_000 })
  expect(checkCode(secret, '000000', nowMs, now + 120)).toEqual({ kind: 'wrong' })
})

test('a random sequence of codes is never accepted twice for the same step', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ waitMs: fc.integer({ min: -60_000, max: 60_000 }), offset: fc.integer({ min: -2, max: 2 }) }), {
        maxLength: 40,
      }),
      (attempts) => {
        let atMs = nowMs
        let last = 0
        for (const { waitMs, offset } of attempts) {
          atMs += waitMs
          const verdict = checkCode(secret, codeOf(stepAt(atMs) + offset), atMs, last)
          if (verdict.kind !== 'right') continue
          expect(verdict.step).toBeGreaterThan(last)
          last = verdict.step
        }
      },
    ),
  )
})

test('an authenticator an hour behind or a day ahead is recognised, nearest first', async () => {
  expect(await findClockOffset(secret, codeOf(now - 120), nowMs)).toBe(-3_600_000)
  expect(await findClockOffset(secret, codeOf(now + 2880), nowMs)).toBe(86_400_000)
})

test('a code of no time within a day has no offset', async () => {
  const near = new Set(Array.from({ length: 5761 }, (_, index) => codeOf(now - 2880 + index)))
  const wrong = ['000000', '111111', '222222', '333333'].find((code) => !near.has(code))!
  expect(await findClockOffset(secret, wrong, nowMs)).toBeNull()
})

test('a secret has 160 bits and is shown in base 32', () => {
  const made = makeTotpSecret(createIds(createHandClock()))
  expect(made).toHaveLength(20)
  expect(base32Of(made)).toMatch(/^[A-Z2-7]{32}$/)
  expect(base32Of(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
})

test('a QR code is square, has its three finders and no quiet zone', () => {
  const rows = qrRowsOf('Mara Rossi', secret)
  const finder = [true, true, true, true, true, true, true, false]
  for (const row of rows) expect(row).toHaveLength(rows.length)
  expect(rows[0]!.slice(0, 8)).toEqual(finder)
  expect(rows[0]!.slice(-8)).toEqual(finder.toReversed())
  expect(rows.at(-1)!.slice(0, 8)).toEqual(finder)
})
