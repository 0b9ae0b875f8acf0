/** What people do with an incident, with the way back where there is one. An act upon what changed meanwhile says what changed. */
import type { Incident } from '../../../shared/contract/incidents.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useAct, type Act } from '../../api/use-act.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { renewIncidents } from './incident-queries.ts'

const titleOf = ({ number }: Incident): string => `Incident ${number}`

export const reopenIncident = async (incident: Incident): Promise<void> => {
  try {
    await client.incidents.reopen({ id: incident.id, version: incident.version })
    toastDone({ title: `${titleOf(incident)} is open again` })
  } catch (error) {
    toastProblem({ title: `${titleOf(incident)} was not opened again`, text: describeProblem(error).sentence })
  } finally {
    void renewIncidents()
  }
}

/** Throws what the core refused. */
export const closeIncident = async (incident: Incident): Promise<void> => {
  const closed = await client.incidents.close({ id: incident.id, version: incident.version })
  toastDone({ title: `${titleOf(incident)} was closed`, action: { label: 'Undo', run: () => void reopenIncident(closed) } })
}

export const assignIncident = async (incident: Incident, person: { id: string; name: string } | null): Promise<void> => {
  await client.incidents.assign({ id: incident.id, version: incident.version, userId: person?.id ?? null })
  toastDone({
    title: person === null ? `Nobody has incident ${incident.number} now` : `${person.name} has incident ${incident.number} now`,
  })
}

export const useIncidentAct = (): Act => useAct({ after: () => void renewIncidents() })
