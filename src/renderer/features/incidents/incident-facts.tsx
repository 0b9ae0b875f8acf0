/** What is known of an incident, as names and values. */
import type { Incident } from '../../../shared/contract/incidents.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { Assignee } from './assignee.tsx'
import type { Act } from '../../api/use-act.ts'
import { countSentence } from './incident-words.ts'

interface IncidentFactsProps {
  of: Incident
  act: Act
  mayAct: boolean
}

const linkTo = (id: string) => `${location.origin}/incidents?incident=${id}`

export const IncidentFacts = ({ of: incident, act, mayAct }: IncidentFactsProps) => (
  <PanelSection>
    <Facts
      facts={[
        {
          name: 'Incident',
          value: (
            <span className="-my-1 flex items-center gap-2">
              {formatCount(incident.number)}
              <Badge live={incident.state === 'open'}>{incident.state === 'open' ? 'Open' : 'Closed'}</Badge>
              <CopyButton text={linkTo(incident.id)} name="Copy link to this incident" />
            </span>
          ),
        },
        { name: 'Severity', value: <SeverityLabel severity={incident.severity} look="badge" /> },
        {
          name: incident.threatClass === null ? 'Action' : 'Threat class',
          value: <span className="font-mono text-code">{incident.threatClass ?? incident.action}</span>,
        },
        { name: 'Source', value: <span className="font-mono text-code">{incident.source}</span> },
        { name: 'Counted', value: countSentence(incident) },
        { name: 'First', value: <Timestamp atMs={incident.firstAtMs} /> },
        {
          name: 'Last',
          value: (
            <>
              <Timestamp atMs={incident.lastAtMs} /> <RelativeTime atMs={incident.lastAtMs} className="text-2" />
            </>
          ),
        },
        { name: 'Who has it', value: <Assignee of={incident} act={act} mayAct={mayAct} /> },
      ]}
    />
  </PanelSection>
)
