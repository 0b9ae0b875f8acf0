/** What an entry says, as names and values, with the ways to its relatives. */
import { ArrowRight, Link } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount, formatCounted } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { Marked } from './marked.tsx'
import { outcomeNames } from './outcome-names.ts'
import { readDetail, type DetailFact } from './read-detail.ts'

interface EntryFactsProps {
  entry: AuditEntry
  onSameActor: () => void
  onSameRequest: () => void
  onSameSource: () => void
}

/** Opens the entry whatever the filters are. */
const linkTo = (sequence: number) => `${location.origin}/audit?entry=${sequence}`

const requestFact = (requestId: string, onSameRequest: () => void) => (
  <span className="-my-1 flex min-w-0 items-center">
    <button
      type="button"
      onClick={onSameRequest}
      title={`Show the entries of request ${requestId}`}
      className="cut font-mono text-code text-accent-text"
    >
      <Marked text={requestId} />
    </button>
    <CopyButton text={requestId} name="Copy request id" />
  </span>
)

export const EntryFacts = ({ entry, onSameActor, onSameRequest, onSameSource }: EntryFactsProps) => {
  const { actor, target, requestId, threatClass, count } = entry
  const facts: { name: string; value: ReactNode }[] = [
    { name: 'When', value: <Timestamp atMs={entry.atMs} /> },
    {
      name: 'Entry',
      value: (
        <span className="-my-1 flex items-center">
          {formatCount(entry.sequence)}
          <CopyButton text={linkTo(entry.sequence)} name="Copy link to this entry" sign={<Link aria-hidden />} />
        </span>
      ),
    },
    { name: 'Severity', value: <SeverityLabel severity={entry.severity} look="badge" /> },
    {
      name: 'Action',
      value: (
        <span className="font-mono text-code">
          <Marked text={entry.action} />
        </span>
      ),
    },
    {
      name: 'Actor',
      value: (
        <>
          <Button look="text" onClick={onSameActor} title={`Show the entries by ${actor.name}`} className="!h-5">
            <Marked text={actor.name} />
          </Button>
          {actor.kind !== actor.name && <span className="text-2">{actor.kind}</span>}
        </>
      ),
    },
    {
      name: 'From',
      value: (
        <Button look="text" onClick={onSameSource} title={`Show the entries from ${entry.source}`} className="!h-5 min-w-0">
          <span className="cut">
            <Marked text={entry.source} />
          </span>
        </Button>
      ),
    },
    { name: 'Outcome', value: <span className={entry.outcome === 'done' ? undefined : 'font-strong'}>{outcomeNames[entry.outcome]}</span> },
  ]
  if (requestId) facts.push({ name: 'Request', value: requestFact(requestId, onSameRequest) })
  if (target)
    facts.push({
      name: 'Target',
      value: (
        <>
          <Marked text={target.name} />{' '}
          <span className="text-2">
            <Marked text={target.kind} />
          </span>
        </>
      ),
    })
  if (threatClass) facts.push({ name: 'Threat', value: <Marked text={threatClass} /> })
  if (count > 1) facts.push({ name: 'Stands for', value: formatCounted(count, 'event', 'equal events') })
  return <Facts facts={facts} />
}

const Fact = ({ fact }: { fact: DetailFact }) =>
  fact.kind === 'value' ? (
    <Marked text={fact.text} />
  ) : (
    <>
      <span className="text-2 line-through decoration-text-3">
        <Marked text={fact.from} />
      </span>
      <ArrowRight role="img" aria-label="became" className="size-3 text-2" />
      <span className="font-strong">
        <Marked text={fact.to} />
      </span>
    </>
  )

export const DetailFacts = ({ detail }: { detail: Record<string, unknown> }) => (
  <Facts facts={readDetail(detail).map((fact) => ({ name: fact.name, value: <Fact fact={fact} /> }))} />
)
