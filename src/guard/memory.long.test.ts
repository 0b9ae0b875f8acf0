import { expect, test } from 'vitest'
import { startGuardProgram } from './test-kit/guard-program.ts'
import { largeService, sendThrough } from './test-kit/large-body.ts'
import { policyFor, startService } from './test-kit/running-guard.ts'

test('a gigabyte passes there and back in less than 60 MB more memory', async () => {
  const bytes = 1_000_000_000
  const target = await startService(largeService)
  const { port, memory, mostMemoryDuring } = await startGuardProgram(policyFor(target, { settings: { maxBodyBytes: bytes } }))
  expect(await sendThrough(port, { there: 1_000_000, back: 1_000_000 })).toBe(1_000_000)
  const before = await memory()
  const there = await mostMemoryDuring(sendThrough(port, { there: bytes, back: 0 }))
  const back = await mostMemoryDuring(sendThrough(port, { there: 0, back: bytes }))
  expect(Math.max(there, back) - before).toBeLessThan(60)
})
