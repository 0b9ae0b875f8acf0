/** Who has the incident: a choice of people for who may assign, a name for others. */
import { useQuery } from '@tanstack/react-query'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { useSession } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Select } from '../../ui/select.tsx'
import type { Act } from '../../api/use-act.ts'
import { assignIncident } from './incident-acts.ts'

const nobody = 'nobody'

export const Assignee = ({ of: incident, act, mayAct }: { of: Incident; act: Act; mayAct: boolean }) => {
  const { user } = useSession()
  const { data: people = [] } = useQuery(orpc.incidents.people.queryOptions({ enabled: mayAct, staleTime: 60_000 }))
  if (!mayAct) return <span>{incident.assignee?.name ?? 'Nobody'}</span>
  const me = { id: user.id, name: user.name }
  const others = people.filter(({ id }) => id !== me.id)
  const known = [me, ...others]
  // Somebody who was disabled since may still have it.
  const all = incident.assignee === null || known.some(({ id }) => id === incident.assignee?.id) ? known : [...known, incident.assignee]
  return (
    <Select
      aria-label="Who has the incident"
      className="w-full"
      value={incident.assignee?.id ?? nobody}
      options={[
        { value: nobody, label: 'Nobody' },
        ...all.map(({ id, name }) => ({ value: id, label: id === me.id ? `${name} (me)` : name })),
      ]}
      onChange={(id) => act.run(() => assignIncident(incident, all.find((person) => person.id === id) ?? null))}
      disabled={act.busy}
    />
  )
}
