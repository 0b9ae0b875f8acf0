/** Which sessions entered a fresh code, as this process saw it: a row alone, which another program may write, steps nobody up. */
export interface StepUps {
  entered(sessionId: string, untilMs: number): void
  /** What the row says, where it was seen here; a step-up ends with the process. */
  untilOf(row: { id: string; steppedUpUntilMs: number | null }): number | null
}

const mostRemembered = 1000

export const createStepUps = (): StepUps => {
  const seen = new Map<string, number>()
  return {
    entered: (sessionId, untilMs) => {
      const oldest = seen.keys().next()
      if (seen.size >= mostRemembered && !oldest.done) seen.delete(oldest.value)
      seen.set(sessionId, untilMs)
    },
    untilOf: ({ id, steppedUpUntilMs }) => (steppedUpUntilMs !== null && seen.get(id) === steppedUpUntilMs ? steppedUpUntilMs : null),
  }
}
