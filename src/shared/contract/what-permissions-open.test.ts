import { expect, test } from 'vitest'
import { openedBy } from './what-permissions-open.ts'

test('a permission opens the procedures of the contract that name it, with what they are for', () => {
  expect(openedBy('audit:verify')).toContainEqual({ method: 'POST', path: '/audit/verify', summary: expect.any(String) })
  expect(openedBy('audit:verify').some(({ path }) => path === '/audit')).toBe(false)
  for (const { summary } of openedBy('vault:write')) expect(summary).not.toBe('')
})
