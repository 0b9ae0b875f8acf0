/** A program that takes batches of traffic as fast as it can, telling each number once it is committed, until it is killed. */
import { systemClock } from '../../ports/clock.ts'
import { silentLogger } from '../../ports/logger.ts'
import { openTelemetry } from '../database/open-telemetry.ts'
import { createRecording } from '../features/monitoring/recording.service.ts'
import { createIngest } from '../features/traffic/ingest.service.ts'
import { numberedBatch } from './any-traffic.ts'
import { tellLine } from './tell-line.ts'

const [directory, from] = process.argv.slice(2)
const telemetry = openTelemetry({ directory: directory!, clock: systemClock, logger: silentLogger })
const limits = () => ({ keptMs: [1e15, 1e15, 1e15, 1e15], maxBytes: 1e12 })
const series = createRecording({ telemetry, logger: silentLogger, limits })
const ingest = createIngest({ telemetry, clock: systemClock, logger: silentLogger, series, guardIsThere: () => false })

for (let number = Number(from); ; number++) {
  ingest.take(numberedBatch(number))
  tellLine(`${number}`)
}
