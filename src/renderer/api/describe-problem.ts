/** Turns whatever was thrown into what a person is told. */
import { ORPCError } from '@orpc/client'
import type { Problem } from '../ui/problem.ts'
import { StepUpCancelled } from './step-up.ts'

const unknownSentence = 'Something went wrong. What you did may not have happened; look before you do it again.'

const requestIdOf = (data: unknown): string | null => {
  const id = data && typeof data === 'object' && 'requestId' in data ? data.requestId : null
  return typeof id === 'string' ? id : null
}

export const describeProblem = (error: unknown): Problem => {
  if (error instanceof StepUpCancelled) return { title: 'Not done', sentence: error.message, requestId: null }
  if (error instanceof ORPCError && error.defined && error.code !== 'INTERNAL_ERROR')
    return { title: 'That did not work', sentence: error.message, requestId: requestIdOf(error.data) }
  // A bug of the core, or an answer that is none: never shown raw.
  if (error instanceof ORPCError) return { title: 'That did not work', sentence: unknownSentence, requestId: requestIdOf(error.data) }
  if (error instanceof TypeError)
    return {
      title: 'No answer',
      sentence: 'The console does not answer. It may have been stopped; start it again and try once more.',
      requestId: null,
    }
  return { title: 'That did not work', sentence: unknownSentence, requestId: null }
}
