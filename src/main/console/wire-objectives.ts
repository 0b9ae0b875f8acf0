/** Wires the objectives: measured from the guard's series, each with its alert rule. */
import type { Alerts } from '../features/alerts/alerts.service.ts'
import { objectiveHandlers } from '../features/alerts/objectives.procedures.ts'
import { createObjectives } from '../features/alerts/objectives.service.ts'
import type { Monitoring } from '../features/monitoring/monitoring.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export const wireObjectives = (foundation: Foundation, { monitoring, alerts }: { monitoring: Monitoring; alerts: Alerts }) => {
  const objectives = createObjectives({
    ...foundation,
    badShare: (ask, range) => monitoring.badShare(ask, range),
    rules: alerts.rules.ofObjectives,
    rulesChanged: () => alerts.rulesChanged(),
  })
  const part = {
    handlers: { objectives: objectiveHandlers(objectives) },
    start: () => objectives.start(),
    stop: () => objectives.stop(),
  } satisfies Part
  return { ...part, objectives }
}
