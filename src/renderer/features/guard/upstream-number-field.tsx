/** One figure of an upstream. */
import type { ReactNode } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import type { UpstreamDraft, UpstreamNumber, UpstreamProblem } from './upstream-draft.ts'

export interface UpstreamPartProps {
  draft: UpstreamDraft
  problem: UpstreamProblem | null
  onChange: (part: Partial<UpstreamDraft>) => void
}

interface UpstreamNumberFieldProps extends UpstreamPartProps {
  name: UpstreamNumber
  label: string
  help?: string
  after?: ReactNode
}

export const UpstreamNumberField = ({ draft, problem, onChange, name, ...field }: UpstreamNumberFieldProps) => (
  <TextField
    {...field}
    inputMode="decimal"
    value={draft.numbers[name]}
    error={problem?.field === name ? problem.sentence : null}
    onChange={(event) => onChange({ numbers: { ...draft.numbers, [name]: event.target.value } })}
    autoComplete="off"
  />
)
