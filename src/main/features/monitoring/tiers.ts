/** The tiers of resolution: how fine each is, how much of it one block holds, and which one answers a range. */

export interface Tier {
  id: number
  stepMs: number
  /** One block a series; a multiple of the next tier's step or of a day. */
  blockMs: number
}

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

export const tiers: readonly Tier[] = [
  { id: 0, stepMs: secondMs, blockMs: 5 * minuteMs },
  { id: 1, stepMs: 10 * secondMs, blockMs: hourMs },
  { id: 2, stepMs: minuteMs, blockMs: 6 * hourMs },
  { id: 3, stepMs: hourMs, blockMs: 10 * dayMs },
]
export const coarsest = tiers.at(-1)!

export const floorTo = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs) * stepMs

/** How long each tier is kept, by its id, in milliseconds. */
export type KeptMs = readonly number[]

export interface Resolution {
  tier: Tier
  /** A multiple of the tier's step. */
  stepMs: number
  fromMs: number
  toMs: number
}

/**
 * The coarsest tier that is still as fine as the chart, or coarser where the fine ones no longer reach back so far. Ends lie on
 * whole steps of universal time, so that a chart that moves with time keeps its points.
 */
export const chooseResolution = (range: { fromMs: number; toMs: number; maxPoints: number }, keptMs: KeptMs, nowMs: number): Resolution => {
  const toMs = Math.max(range.toMs, range.fromMs + 1)
  // One less: whole steps at both ends take one more.
  const wantedMs = Math.max(1, (toMs - range.fromMs) / Math.max(1, range.maxPoints - 1))
  const fineEnough = tiers.findLast((tier) => tier.stepMs <= wantedMs) ?? tiers[0]!
  const tier = tiers.find(({ id }) => id >= fineEnough.id && range.fromMs >= nowMs - keptMs[id]! - tiers[id]!.stepMs) ?? coarsest
  const stepMs = Math.ceil(wantedMs / tier.stepMs) * tier.stepMs
  return { tier, stepMs, fromMs: floorTo(range.fromMs, stepMs), toMs: floorTo(toMs - 1, stepMs) + stepMs }
}
