/** A program that records samples as fast as it can, telling each moment once it is written, until it is killed. */
import { systemClock } from '../../ports/clock.ts'
import { silentLogger } from '../../ports/logger.ts'
import { openTelemetry } from '../database/open-telemetry.ts'
import { createRecording } from '../features/monitoring/recording.service.ts'
import { sampleOfValue } from '../../shared/sample.ts'
import { tellLine } from './tell-line.ts'

const [directory, from] = process.argv.slice(2)
const telemetry = openTelemetry({ directory: directory!, clock: systemClock, logger: silentLogger })
const limits = () => ({ keptMs: [1e15, 1e15, 1e15, 1e15], maxBytes: 1e12 })
const recording = createRecording({ telemetry, logger: silentLogger, limits })

for (let atMs = Number(from); ; atMs += 1000) {
  const sample = sampleOfValue((atMs / 1000) % 1009)
  if (!recording.record(atMs, [{ name: 'thing.size', labels: {}, unit: 'count', kind: 'gauge', everyMs: 1000, sample }])) process.exit(1)
  tellLine(`${atMs}`)
  recording.upkeepStep(atMs)
}
