/** The time by the clock of the core, which measured: ranges that end now end there, whatever the clock of this window says. */
let aheadMs = 0
/** Below this it is the way of the answer, not another clock. */
const slackMs = 3_000

export const heardCoreTime = (atMs: number): void => {
  const distance = atMs - Date.now()
  aheadMs = Math.abs(distance) < slackMs ? 0 : distance
}
export const coreNowMs = (): number => Date.now() + aheadMs
