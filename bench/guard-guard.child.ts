// Benchmark: the guard with what it always has on (identity, limits, headers, recording), handing its batches to the console's core.
import { createGuard } from '../src/guard/guard.ts'
import { createRecording } from '../src/guard/recording/recording.ts'
import { systemClock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { createLogger } from '../src/ports/logger.ts'

const clock = systemClock
const recording = createRecording({
  clock,
  stageNames: () => guard.stages.map(({ name }) => name),
  onBatch: ({ requests, unrecorded, ...rest }) => process.send!({ t: 'batch', requests, unrecorded, rest }),
})
const guard = createGuard({
  clock,
  ids: createIds(clock),
  logger: createLogger('warn'),
  recorder: recording,
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
    process.send!({ t: 'applied', port: applied.ports['main'] })
  })
})
process.send!({ port: 0 })
