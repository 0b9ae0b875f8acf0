/** Which requests a route takes, and the upstream it sends them on to. */
import type { Policy } from '../../../shared/policy.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { RouteDraft, RouteField } from './route-draft.ts'

const pathKinds = [
  { value: 'prefix', label: 'This and all below' },
  { value: 'exact', label: 'Just this' },
  { value: 'pattern', label: 'Pattern: /users/{id}' },
] as const

interface MatchFieldsProps {
  policy: Policy
  draft: RouteDraft
  problem: { field: string; sentence: string } | null
  onChange: (part: Partial<RouteDraft>) => void
}

export const MatchFields = ({ policy, draft, problem, onChange }: MatchFieldsProps) => {
  const field = (name: RouteField) => ({
    value: draft[name],
    error: problem?.field === name ? problem.sentence : null,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    autoComplete: 'off',
  })
  const upstreams = policy.upstreams.map(({ id, name, targets: [first, ...others] }) => ({
    value: id,
    label: `${name}: ${first?.url ?? ''}${others.length > 0 ? ` and ${others.length} more` : ''}`,
  }))
  return (
    <div className="grid grid-cols-2 items-start gap-4">
      <TextField label="Name" {...field('name')} />
      <Field label="Sends on to">
        {({ id }) => <Select id={id} form value={draft.upstream} options={upstreams} onChange={(upstream) => onChange({ upstream })} />}
      </Field>
      <TextField label="Path" mono {...field('path')} />
      <Field label="Of the path">
        {({ id }) => <Select id={id} form value={draft.pathKind} options={pathKinds} onChange={(pathKind) => onChange({ pathKind })} />}
      </Field>
      <TextField label="Hosts" mono placeholder="Any host" help="Such as api.example.com *.example.org." {...field('hosts')} />
      <TextField label="Methods" mono placeholder="Any method" help="Such as GET POST." {...field('methods')} />
      <TextArea
        {...field('headers')}
        label="Headers"
        className="col-span-2"
        help="One on each line: x-version: 2, or only the name where it need but be there."
        rows={2}
        mono
        placeholder="Whatever they are"
        spellCheck={false}
      />
    </div>
  )
}
