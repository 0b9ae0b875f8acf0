/** The request to try: what is asked, of which host, by whom and from where. */
import type { RefObject } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { Field } from '../../ui/field.tsx'
import { SearchSelect } from '../../ui/search-select.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { asConsumer, type TryDraft, type TryField } from './try-draft.ts'

interface TryFieldsProps {
  consumers: Policy['consumers']
  draft: TryDraft
  problem: { field: TryField; sentence: string } | null
  onChange: (part: Partial<TryDraft>) => void
  pathRef: RefObject<HTMLInputElement | null>
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

export const TryFields = ({ consumers, draft, problem, onChange, pathRef }: TryFieldsProps) => {
  const field = (name: TryField) => ({
    value: draft[name],
    error: problem?.field === name ? problem.sentence : null,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    autoComplete: 'off',
  })
  const offered = methods.includes(draft.method) ? methods : [...methods, draft.method]
  const callers = [
    { value: 'nobody', label: 'Nobody: without a key' },
    { value: 'key', label: 'With a key or token that I paste' },
    ...consumers.map(({ id, name }) => ({ value: asConsumer(id), label: name, note: 'consumer' })),
  ]
  return (
    <>
      <div className="grid grid-cols-[104px_minmax(0,1fr)] items-start gap-2">
        <Field label="Method" error={problem?.field === 'method' ? problem.sentence : null}>
          {({ id }) => (
            <Select
              id={id}
              form
              value={draft.method}
              options={offered.map((value) => ({ value, label: value }))}
              onChange={(method) => onChange({ method })}
            />
          )}
        </Field>
        <TextField ref={pathRef} label="Path" mono {...field('path')} />
      </div>
      <TextField label="Host" mono {...field('host')} />
      <Field label="As">
        {(wiring) => (
          <SearchSelect
            {...wiring}
            label="Who calls"
            value={draft.as}
            options={callers}
            onChange={(as) => onChange({ as })}
            placeholder=""
          />
        )}
      </Field>
      {draft.as === 'key' && (
        <TextField
          label="Key"
          type="password"
          mono
          help="Used for this one request and kept nowhere."
          {...field('key')}
          autoComplete="off"
        />
      )}
      <TextField
        label="From the address"
        mono
        placeholder="127.0.0.1"
        help="Pretended, and only to decide: what is sent comes from this machine."
        {...field('source')}
      />
      <TextArea label="Headers" rows={2} mono placeholder="Accept: application/json" spellCheck={false} {...field('headers')} />
      <TextArea label="Body" rows={2} mono spellCheck={false} {...field('body')} />
    </>
  )
}
