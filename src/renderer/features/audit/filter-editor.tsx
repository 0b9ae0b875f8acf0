/** The inside of a chip's panel: what one can filter by in that field. */
import { useQuery } from '@tanstack/react-query'
import { actorKey, outcomes, severities, type Actor } from '../../../shared/contract/audit-filter.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { withField, withTime, type FilterField } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'
import { outcomeNames } from './outcome-names.ts'
import { TimeEditor } from './time-editor.tsx'

interface EditorProps {
  search: AuditSearch
  onChange: (search: AuditSearch) => void
}

export const useFilterChoices = (enabled = true) => useQuery(orpc.audit.choices.queryOptions({ enabled, staleTime: 30_000 }))

type Choices = NonNullable<ReturnType<typeof useFilterChoices>['data']>

const toggled = <Value,>(values: readonly Value[], value: Value): Value[] =>
  values.includes(value) ? values.filter((other) => other !== value) : [...values, value]

const SeverityEditor = ({ search, onChange }: EditorProps) => (
  <div className="grid gap-2 p-2 pr-6">
    {severities.toReversed().map((severity) => (
      <Checkbox
        key={severity}
        checked={search.severity?.includes(severity) ?? false}
        onChange={() => onChange(withField(search, 'severity', toggled(search.severity ?? [], severity)))}
      >
        <SeverityLabel severity={severity} />
      </Checkbox>
    ))}
  </div>
)

const OutcomeEditor = ({ search, onChange }: EditorProps) => (
  <div className="grid gap-2 p-2 pr-6">
    {outcomes.map((outcome) => (
      <Checkbox
        key={outcome}
        checked={search.outcome?.includes(outcome) ?? false}
        onChange={() => onChange(withField(search, 'outcome', toggled(search.outcome ?? [], outcome)))}
      >
        {outcomeNames[outcome]}
      </Checkbox>
    ))}
  </div>
)

const actorChoice = (actor: Actor) => ({
  value: actorKey(actor),
  label: actor.name,
  content: (
    <>
      {actor.name} {actor.kind !== actor.name && <span className="text-2">{actor.kind}</span>}
    </>
  ),
})

/** A value of the address that no longer occurs can still be unticked. */
const withChosen = <Item extends { value: string; label: string }>(items: Item[], chosen: readonly string[]) => [
  ...items,
  ...chosen.filter((value) => !items.some((item) => item.value === value)).map((value) => ({ value, label: value })),
]

type ChoiceField = 'actor' | 'action' | 'source' | 'class'
const choiceNames: Record<ChoiceField, string> = { actor: 'Actors', action: 'Actions', source: 'Sources', class: 'Threat classes' }
/** The core names the most frequent sources only; any other can be typed. */
const typedIn: ReadonlySet<ChoiceField> = new Set<ChoiceField>(['source', 'action', 'class'])

const itemsOf = (field: ChoiceField, { actors, actions, sources, classes }: Choices) => {
  if (field === 'actor') return actors.map(actorChoice)
  const words = { action: actions, source: sources, class: classes }[field]
  return words.map((word) => ({ value: word, label: word }))
}

const ChoiceEditor = ({ field, search, onChange }: EditorProps & { field: ChoiceField }) => {
  const choices = useFilterChoices()
  if (choices.error) return <ErrorState problem={describeProblem(choices.error)} onRetry={() => void choices.refetch()} />
  if (!choices.data)
    return (
      <Loading>
        <Skeleton className="m-2 w-48" />
      </Loading>
    )
  const chosen = search[field] ?? []
  return (
    <ChoiceList
      label={choiceNames[field]}
      choices={withChosen(itemsOf(field, choices.data), chosen)}
      takesOther={typedIn.has(field)}
      chosen={chosen}
      onChange={(next) => onChange(withField(search, field, next))}
    />
  )
}

/** Null for a field that is only set from an entry. */
export const filterEditor = (field: FilterField, props: EditorProps) => {
  if (field === 'time') return <TimeEditor range={props.search} onChange={(range) => props.onChange(withTime(props.search, range))} />
  if (field === 'severity') return <SeverityEditor {...props} />
  if (field === 'outcome') return <OutcomeEditor {...props} />
  return field === 'request' ? null : <ChoiceEditor field={field} {...props} />
}
