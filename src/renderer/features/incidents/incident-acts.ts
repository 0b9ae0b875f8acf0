/** What people do with an incident, with the way back where there is one. An act upon what changed meanwhile says what changed. */
import { useCallback, useState } from 'react'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
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

export interface IncidentAct {
  busy: boolean
  /** A plain sentence; stays until the next act. */
  problem: string | null
  run: (act: () => Promise<void>) => void
}

export const useIncidentAct = (): IncidentAct => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = useCallback((act: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    act()
      .catch((error: unknown) => setProblem(describeProblem(error).sentence))
      .finally(() => {
        setBusy(false)
        void renewIncidents()
      })
  }, [])
  return { busy, problem, run }
}
