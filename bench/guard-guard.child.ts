// Benchmark: the guard with what it always has on (identity, limits, headers, recording), handing its batches to the console's core.
import { createGuard } from '../src/guard/guard.ts'
import { createRequestMetrics } from '../src/guard/metrics/request-metrics.ts'
import { createRecording } from '../src/guard/recording/recording.ts'
import { createTelemetry } from '../src/guard/telemetry/telemetry.ts'
import { systemClock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { createLogger } from '../src/ports/logger.ts'

const clock = systemClock
const recording = createRecording({
  clock,
  stageNames: () => guard.stages.map(({ name }) => name),
  onBatch: ({ requests, unrecorded, ...rest }) => process.send!({ t: 'batch', requests, unrecorded, rest }),
})
const ids = createIds(clock)
const requestMetrics = createRequestMetrics()
const telemetry = createTelemetry({
  clock,
  ids,
  stageNames: () => guard.stages.map(({ name }) => name),
  metrics: () => requestMetrics.metrics(),
  secretOf: () => null,
  startedAtMs: clock.now(),
})
const guard = createGuard({
  clock,
  ids,
  logger: createLogger('warn'),
  recorder: {
    record: (record) => {
      recording.record(record)
      telemetry.record(record)
      if (telemetry.tellsMetrics()) requestMetrics.record(record)
    },
  },
  secretOf: () => null,
  onHealth: recording.onHealth,
  onRefused: recording.onRefused,
})
process.on('disconnect', () => process.exit())
process.on('message', (message: { t: 'policy'; policy: unknown } | { t: 'close' }) => {
  if (message.t === 'close') {
    recording.close()
    process.send!({ t: 'closed' })
    return
  }
  void guard.apply(message.policy).then((applied) => {
    if (!applied.ok) throw new Error(JSON.stringify(applied.faults))
    recording.setPolicy(guard.policy()!)
    telemetry.change(guard.policy()!.telemetry)
    process.send!({ t: 'applied', port: applied.ports['main'] })
  })
})
process.send!({ port: 0 })
