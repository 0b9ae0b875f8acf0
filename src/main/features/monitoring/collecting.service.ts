/** Looks at machine and console once a second, keeps what it found and tells that there is something new. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Machine } from './machine-reading.ts'
import { createConsoleMeasure } from './measure-console.ts'
import type { DatabaseSize } from './measure-console.ts'
import { createMachineMeasure } from './measure-machine.ts'
import type { Measured } from '../../../shared/measured.ts'
import type { OwnProcess } from './own-process.ts'
import type { Recording } from './recording.service.ts'

export interface CollectingOptions {
  clock: Clock
  logger: Logger
  machine: Machine
  own: OwnProcess
  recording: Recording
  everyMs(): number
  databases(): DatabaseSize[]
  takeQueries(): ReadonlyMap<string, readonly number[]>
  /** What other parts measure at the same time. */
  others(): Measured[]
  /** After each look. */
  onMeasured(atMs: number, monotonicMs: number, measured: readonly Measured[]): void
}

/** So many steps of upkeep fit into one second beside everything else. */
const upkeepStepsALook = 4

export const createCollecting = (options: CollectingOptions) => {
  const { clock, logger, machine, own, recording, everyMs } = options
  const measureMachine = createMachineMeasure(everyMs)
  const measureConsole = createConsoleMeasure(everyMs)
  let cancelNext = () => {}
  let underWay: Promise<void> = Promise.resolve()
  let stopped = false
  let collectMs: number | null = null
  let failing = false

  const look = async (): Promise<void> => {
    const costBefore = own.cpuMicros()
    const reading = await machine.read()
    if (stopped) return
    const atMs = clock.now()
    const monotonicMs = clock.monotonic()
    const measured = [
      ...measureMachine(reading, monotonicMs),
      ...measureConsole({ own: own.read(), collectMs, databases: options.databases(), queries: options.takeQueries() }, monotonicMs),
      ...options.others(),
    ]
    recording.record(atMs, measured)
    for (let step = 0; step < upkeepStepsALook && recording.upkeepStep(atMs); step++);
    options.onMeasured(atMs, monotonicMs, measured)
    collectMs = (own.cpuMicros() - costBefore) / 1000
  }

  const lookSafely = async (): Promise<void> => {
    try {
      await look()
      failing = false
    } catch (error) {
      if (!failing) logger.error({ err: error }, 'the machine could not be looked at')
      failing = true
    }
  }

  /** At whole steps of the clock. The next look waits for this one: a machine that answers slowly is asked less often. */
  const plan = () => {
    if (stopped) return
    cancelNext = clock.after(everyMs() - (clock.now() % everyMs()), () => {
      underWay = lookSafely().then(plan)
    })
  }

  return {
    start: () => {
      underWay = lookSafely().then(plan)
    },
    stop: async () => {
      stopped = true
      cancelNext()
      await underWay
      own.stop()
    },
  }
}
