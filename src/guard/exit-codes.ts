/** How the guard's process ends. */
export const exitCodes = { ended: 0, failed: 1, misused: 2, runsAlready: 3 } as const
