// Compares proxies by the requests a second that they serve and what one costs them, in turns.
import type { Child } from './guard-child.ts'
import { key } from './guard-running.ts'
import { load } from './guard-load.ts'
import { median } from './figure.ts'
import { processorSeconds } from './processor-time.ts'

export const connections = 64

export interface Proxy {
  pid: number
  port: number
  /** Speaks TLS. */
  secure?: boolean
}
export interface Turns {
  rounds: number
  forMs: number
  warmUp: number
}

export const warmUpRequests = 30_000
const warmUpMs = 20_000

/** Another is the first each time, and every second time they go backwards: what the one before leaves behind hurts all alike. */
const orderOf = (round: number, count: number): number[] => {
  const order = Array.from({ length: count }, (_, at) => (at + round) % count)
  return round % 2 === 0 ? order : order.reverse()
}

/** Requests a second of each and what one costs in processor time (µs), in turns, so that what else the machine does hurts all alike. */
export const ratesOf = async (loader: Child, proxies: readonly Proxy[], { rounds, forMs, warmUp }: Turns) => {
  const rates = proxies.map((): number[] => [])
  const costs = proxies.map((): number[] => [])
  let requests = 0
  const ask = async (at: number, ms: number) => {
    const { port, pid, secure } = proxies[at]!
    const before = processorSeconds(pid)
    const result = await load(loader, { port, connections, forMs: ms, perSecond: null, key, ...(secure && { secure }) })
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`)
    if (at === 0) requests += result.sent
    const after = processorSeconds(pid)
    return { ...result, microseconds: before === null || after === null ? null : ((after - before) * 1e6) / result.answered }
  }
  // Compiled code is what is compared: on a busy machine that takes a while.
  for (const at of proxies.keys()) {
    const startedMs = performance.now()
    for (let asked = 0; asked < warmUp && performance.now() - startedMs < warmUpMs;) asked += (await ask(at, 1000)).answered
  }
  for (let round = 0; round < rounds; round++) {
    for (const at of orderOf(round, proxies.length)) {
      const { answered, seconds, microseconds } = await ask(at, forMs)
      rates[at]!.push(answered / seconds)
      if (microseconds !== null) costs[at]!.push(microseconds)
    }
  }
  // The ratio turn by turn: the two of a turn met the same machine.
  const against = ([ours, ...others]: number[][]) =>
    others.map((theirs) => median(ours!) / median(theirs.map((one, turn) => ours![turn]! / one)))
  return {
    requests,
    rate: median(rates[0]!),
    rateBaselines: against(rates),
    cost: costs[0]!.length === 0 ? null : { value: median(costs[0]!), baselines: against(costs) },
  }
}
