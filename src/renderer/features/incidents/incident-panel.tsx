/** The open incident beside the list: what is known of it, who has it, what became of it, its newest entries, and what can be done. */
import { useQuery } from '@tanstack/react-query'
import { Check, RotateCcw, UserCheck } from 'lucide-react'
import { useState } from 'react'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Incident, IncidentNote } from '../../../shared/contract/incidents.ts'
import { useMay, useSession } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useCommands } from '../../frame/commands.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSkeleton } from '../../ui/panel-skeleton.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { assignIncident, closeIncident, reopenIncident, useIncidentAct } from './incident-acts.ts'
import { IncidentEntries } from './incident-entries.tsx'
import { IncidentFacts } from './incident-facts.tsx'
import { IncidentTimeline, NoteForm, NotesSection } from './incident-notes.tsx'
import { incidentOptions } from './incident-queries.ts'

interface IncidentPanelProps {
  id: string
  /** What the list knows of it; null for one that the list does not hold. */
  listed: Incident | null
  onClose: () => void
}

/** Give it the incident's id as `key`, so that a note that was begun stays with its own incident. */
export const IncidentPanel = ({ id, listed, onClose }: IncidentPanelProps) => {
  const query = useQuery(incidentOptions(id))
  const { data } = query
  const known = data?.incident ?? listed
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Incidents', run: onClose }])
  return (
    <SidePanel
      label={known ? `Incident ${known.number}` : 'Incident'}
      title={<span className="block py-3 whitespace-normal">{known?.title ?? 'Incident'}</span>}
      onClose={onClose}
    >
      {errorOf(query.error, 'NOT_FOUND') ? (
        <ErrorState
          title="There is no such incident"
          problem={{ title: '', sentence: 'Its address may be of another console.', requestId: null }}
        />
      ) : query.error && !data ? (
        <ErrorState title="The incident could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : data ? (
        <IncidentBody of={data.incident} notes={data.notes} entries={data.entries} />
      ) : (
        <PanelSkeleton label="Loading the incident" />
      )}
    </SidePanel>
  )
}

interface BodyProps {
  of: Incident
  notes: readonly IncidentNote[]
  entries: readonly AuditEntry[]
}

const IncidentBody = ({ of: incident, notes, entries }: BodyProps) => {
  const mayAct = useMay('alerts:acknowledge')
  const { user } = useSession()
  const act = useIncidentAct()
  const [text, setText] = useState('')
  const note = text.trim()
  const writeNote = async () => {
    if (note === '') return
    await client.incidents.note({ id: incident.id, text: note })
    // It is kept, whatever becomes of what follows.
    setText('')
  }
  const close = () =>
    act.run(async () => {
      await writeNote()
      await closeIncident(incident)
    })
  const take = () => act.run(() => assignIncident(incident, user))
  const reopen = () => act.run(() => reopenIncident(incident))
  const open = incident.state === 'open'
  const mine = incident.assignee?.id === user.id
  const name = `incident ${incident.number}`
  const group = 'On this page' as const
  const needs = 'alerts:acknowledge' as const
  useCommands([
    ...(mine ? [] : [{ id: 'incident take', group, label: `Assign ${name} to me`, words: 'take own', icon: UserCheck, needs, run: take }]),
    open
      ? { id: 'incident close', group, label: `Close ${name}`, words: 'done resolve', icon: Check, needs, run: close }
      : { id: 'incident reopen', group, label: `Open ${name} again`, words: 'reopen', icon: RotateCcw, needs, run: reopen },
  ])
  return (
    <ScrollRegion label="The incident" focusKey={incident.id}>
      {act.problem !== null && (
        <PanelSection>
          <Notice severity="medium" alert>
            <p>{act.problem}</p>
          </Notice>
        </PanelSection>
      )}
      <IncidentFacts of={incident} act={act} mayAct={mayAct} />
      <NotesSection>
        <IncidentTimeline of={incident} notes={notes} />
        {mayAct && <NoteForm text={text} onText={setText} busy={act.busy} onAdd={() => act.run(writeNote)} />}
      </NotesSection>
      <PanelSection>
        {mayAct ? (
          <div className="flex items-center gap-2">
            {open ? (
              <Button look="primary" onClick={close} busy={act.busy}>
                <Check aria-hidden />
                {note === '' ? 'Close incident' : 'Add note and close'}
              </Button>
            ) : (
              <Button onClick={reopen} busy={act.busy}>
                <RotateCcw aria-hidden />
                Open again
              </Button>
            )}
            {!mine && open && (
              <Button onClick={take} disabled={act.busy}>
                <UserCheck aria-hidden />
                Assign to me
              </Button>
            )}
          </div>
        ) : (
          <p className="text-small text-2">Your role may look at incidents, not work on them.</p>
        )}
      </PanelSection>
      <IncidentEntries of={incident} entries={entries} />
    </ScrollRegion>
  )
}
