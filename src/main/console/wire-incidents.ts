/** Wires the incidents, which watch the log. */
import { incidentHandlers } from '../features/incidents/incidents.procedures.ts'
import { createIncidents } from '../features/incidents/incidents.service.ts'
import type { Person } from '../features/incidents/incidents.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export const wireIncidents = (foundation: Foundation, people: () => Person[]) => {
  const incidents = createIncidents({ ...foundation, reader: foundation.longReader, people })
  const part = {
    handlers: { incidents: incidentHandlers(incidents) },
    start: () => incidents.start(),
    stop: () => incidents.stop(),
  } satisfies Part
  return { ...part, incidents }
}
