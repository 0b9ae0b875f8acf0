/** The targets of an upstream with their weights, and how the requests are shared out over them. */
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { balanceNames } from './guard-words.ts'
import type { TargetDraft } from './upstream-draft.ts'
import type { UpstreamPartProps } from './upstream-number-field.tsx'

const balances = (['round-robin', 'least-connections', 'hash'] as const).map((value) => ({ value, label: balanceNames[value] }))
const hashes = [
  { value: 'source', label: 'Address of the caller' },
  { value: 'consumer', label: 'Consumer' },
  { value: 'path', label: 'Path' },
  { value: 'header', label: 'A header' },
] as const

export const TargetFields = ({ draft, problem, onChange }: UpstreamPartProps) => {
  const { targets } = draft
  const change = (at: number, part: Partial<TargetDraft>) =>
    onChange({ targets: targets.map((target, index) => (index === at ? { ...target, ...part } : target)) })
  const problemOf = (field: string, at?: number) => (problem?.field === field && problem.at === at ? problem.sentence : null)
  return (
    <div className="grid gap-4 p-4 pb-0">
      <TextField
        label="Name"
        value={draft.name}
        error={problemOf('name')}
        onChange={(event) => onChange({ name: event.target.value })}
        autoComplete="off"
      />
      <ul className="grid gap-2">
        {targets.map(({ url, weight }, at) => (
          <li key={at} className="grid grid-cols-[minmax(0,1fr)_96px_28px] items-start gap-2">
            <TextField
              label={at === 0 ? 'Address' : <span className="sr-only">{`Address of target ${at + 1}`}</span>}
              mono
              placeholder="http://127.0.0.1:3000"
              value={url}
              error={problemOf('url', at)}
              onChange={(event) => change(at, { url: event.target.value })}
              autoComplete="off"
            />
            <TextField
              label={at === 0 ? 'Weight' : <span className="sr-only">{`Weight of target ${at + 1}`}</span>}
              inputMode="numeric"
              value={weight}
              error={problemOf('weight', at)}
              onChange={(event) => change(at, { weight: event.target.value })}
              autoComplete="off"
            />
            <IconButton
              name={`Leave out ${url === '' ? `target ${at + 1}` : url}`}
              className={at === 0 ? 'mt-[22px]' : 'mt-1.5'}
              disabled={targets.length === 1}
              onClick={() => onChange({ targets: targets.filter((_, index) => index !== at) })}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-3">
        <Button disabled={targets.length >= 100} onClick={() => onChange({ targets: [...targets, { url: '', weight: '1' }] })}>
          <Plus aria-hidden />
          Add target
        </Button>
        <span className="text-small text-2">One of weight 2 gets twice as much as one of weight 1; one of weight 0 gets nothing new.</span>
      </div>
      {targets.length > 1 && (
        <div className="grid grid-cols-2 items-start gap-4">
          <Field label="Requests are shared out">
            {({ id }) => <Select id={id} form value={draft.balance} options={balances} onChange={(balance) => onChange({ balance })} />}
          </Field>
          {draft.balance === 'hash' && (
            <Field label="The same is told by">
              {({ id }) => <Select id={id} form value={draft.hashBy} options={hashes} onChange={(hashBy) => onChange({ hashBy })} />}
            </Field>
          )}
          {draft.balance === 'hash' && draft.hashBy === 'header' && (
            <TextField
              label="Header"
              mono
              placeholder="x-user"
              value={draft.hashHeader}
              error={problemOf('hashHeader')}
              onChange={(event) => onChange({ hashHeader: event.target.value })}
              autoComplete="off"
            />
          )}
        </div>
      )}
    </div>
  )
}
