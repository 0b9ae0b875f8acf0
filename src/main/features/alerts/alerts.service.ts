/** Alerts in one: the rules, the engine that judges them, what fires, silences, and what a rule would have done. */
import type { Ids } from '../../../ports/ids.ts'
import { createEngine } from './engine.service.ts'
import type { EngineOptions } from './engine.service.ts'
import { createOpenAlerts } from './open-alerts.service.ts'
import { createPreview } from './preview.service.ts'
import type { PreviewOptions } from './preview.service.ts'
import { createRules } from './rules.service.ts'
import { createSilences } from './silences.service.ts'

export type AlertsOptions = EngineOptions & PreviewOptions & { ids: Ids }

export const createAlerts = (options: AlertsOptions) => {
  const engine = createEngine(options)
  return {
    rules: createRules({ ...options, engine }),
    open: createOpenAlerts({ ...options, engine }),
    silences: createSilences({ ...options, engine }),
    preview: createPreview(options),
    /** Others changed rules: objectives do. */
    rulesChanged: () => engine.rulesChanged(),
    start: () => engine.start(),
    stop: () => engine.stop(),
  }
}
export type Alerts = ReturnType<typeof createAlerts>
