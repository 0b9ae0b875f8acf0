// Thrown errors as a person is told them.
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { describeProblem } from './describe-problem.ts'
import { StepUpCancelled } from './step-up.ts'

test('a typed error speaks for itself', () => {
  const error = new ORPCError('CONFLICT', { defined: true, status: 409, message: 'Somebody changed this setting meanwhile.' })
  expect(describeProblem(error).sentence).toBe('Somebody changed this setting meanwhile.')
})

test('an unexpected answer is never shown raw', () => {
  const problem = describeProblem(new ORPCError('BAD_GATEWAY', { message: '<html>upstream</html>' }))
  expect(problem.sentence).toMatch(/^Something went wrong\./)
  expect(problem.requestId).toBeNull()
})

test('a console that does not answer is told as such', () => {
  expect(describeProblem(new TypeError('Failed to fetch')).sentence).toMatch(/does not answer/)
})

test('closing the dialog for a fresh code is no failure of the console', () => {
  expect(describeProblem(new StepUpCancelled()).sentence).toBe('Nothing was changed: no code was entered.')
})
