// When the end of a certificate is told.
import { expect, test } from 'vitest'
import { createEndings } from './certificate-news.ts'

const dayMs = 86_400_000
const endsAt = (untilMs: number, sha256 = 'a') => [
  { kind: 'files' as const, names: ['api.example'], issuer: 'Test authority', fromMs: 0, untilMs, sha256 },
]

test('the end of a certificate is told at 30 days, at 7, at one and when it is there, each once', () => {
  const endings = createEndings()
  const told = Array.from({ length: 60 }, (_, day) => endings(endsAt(50 * dayMs), day * dayMs)).flat()
  expect(told).toEqual([30, 7, 1, 0].map((days) => ({ name: 'api.example', days })))
})

test('another certificate is told of anew', () => {
  const endings = createEndings()
  expect(endings(endsAt(dayMs), 0)).toHaveLength(1)
  expect(endings(endsAt(dayMs, 'b'), 0)).toHaveLength(1)
  expect(endings(endsAt(90 * dayMs, 'c'), 0)).toEqual([])
})
