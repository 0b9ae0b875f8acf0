/** How long the live feed waits before it tries again. */
const firstWaitMs = 1_000
const longestWaitMs = 15_000

/** Milliseconds: doubles with each failure; up to a quarter less (`chance` 0 to 1), so that many windows do not come back at once. */
export const waitBeforeTry = (failures: number, chance: number): number =>
  Math.round(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1)) * (1 - chance / 4))
