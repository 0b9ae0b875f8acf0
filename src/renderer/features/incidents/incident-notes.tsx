/** What became of the incident, oldest first: it began, what people wrote, it was closed; and the field for the next note. */
import type { ReactNode } from 'react'
import type { Incident, IncidentNote } from '../../../shared/contract/incidents.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'

const Moment = ({ atMs, who, children }: { atMs: number; who: string; children: ReactNode }) => (
  <li className="grid gap-0.5 border-l border-hairline-strong pb-3 pl-3 last:pb-0">
    <span className="text-small text-2">
      <Timestamp atMs={atMs} look="list" /> {who}
    </span>
    <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">{children}</div>
  </li>
)

export const IncidentTimeline = ({ of: incident, notes }: { of: Incident; notes: readonly IncidentNote[] }) => (
  <ol aria-label="What became of it">
    <Moment atMs={incident.firstAtMs} who="">
      It began.
    </Moment>
    {notes.map(({ id, atMs, author, text }) => (
      <Moment key={id} atMs={atMs} who={author}>
        {text}
      </Moment>
    ))}
    {incident.closedAtMs !== null && (
      <Moment atMs={incident.closedAtMs} who="">
        It was closed.
      </Moment>
    )}
  </ol>
)

export const longestNote = 2000

interface NoteFormProps {
  text: string
  onText: (text: string) => void
  busy: boolean
  onAdd: () => void
}

export const NoteForm = ({ text, onText, busy, onAdd }: NoteFormProps) => (
  <form
    className="mt-4 grid gap-2"
    onSubmit={(event) => {
      event.preventDefault()
      onAdd()
    }}
  >
    <TextArea
      label="Note"
      help="What you found or did. It stays with the incident; put no secrets into it."
      rows={2}
      maxLength={longestNote}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
      }}
    />
    <Button type="submit" className="justify-self-start" disabled={text.trim() === ''} busy={busy}>
      Add note
    </Button>
  </form>
)

export const NotesSection = ({ children }: { children: ReactNode }) => <PanelSection title="What became of it">{children}</PanelSection>
