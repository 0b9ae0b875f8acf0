/** Adds a destination or changes one, with a test record before anything is kept. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { severityNames } from '../../ui/severity.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { kindNames } from './forwarding-words.ts'
import { TargetFields } from './target-fields.tsx'
import { useDestinationForm } from './use-destination-form.ts'

const kinds = (['syslog', 'webhook', 'otlp'] as const).map((value) => ({ value, label: kindNames[value] }))
const froms = [
  { value: 'now', label: 'From now on' },
  { value: 'beginning', label: 'From the beginning' },
] as const
const severityOptions = severities.map((value) => ({
  value,
  label: value === 'info' ? 'All entries' : value === 'critical' ? 'Critical only' : `${severityNames[value]} and above`,
}))

/** `of` null: a new one. */
export const DestinationDialog = ({ of: destination, onClose }: { of: Destination | null; onClose: () => void }) => {
  const form = useDestinationForm(destination, onClose)
  const { draft, change, busy, problemOf } = form
  return (
    <FormDialog
      title={destination ? `Change “${destination.name}”` : 'Send the log to another place'}
      text={
        destination
          ? undefined
          : 'Every entry goes there as it is written, with its hash and each signed head: a copy that nobody who breaks in here can rewrite.'
      }
      save={destination ? 'Save changes' : 'Start sending'}
      act={{ busy: busy === 'save', problem: form.problem }}
      wrongField={form.wrongField}
      held={busy === 'test'}
      aside={
        <Button tall className="mr-auto" onClick={form.test} busy={busy === 'test'} disabled={busy === 'save'}>
          Send a test record
        </Button>
      }
      onSubmit={form.save}
      onClose={onClose}
    >
      {!destination && (
        <div>
          <Segments label="Kind" value={draft.kind} options={kinds} onChange={(kind) => change({ ...draft, kind })} />
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_192px] items-start gap-4">
        <TextField
          label="Name"
          placeholder="Archive"
          error={problemOf('name')}
          value={draft.name}
          onChange={(event) => change({ ...draft, name: event.target.value })}
          autoComplete="off"
        />
        <Field label="What is sent">
          {({ id }) => (
            <Select
              id={id}
              form
              value={draft.leastSeverity}
              options={severityOptions}
              onChange={(leastSeverity) => change({ ...draft, leastSeverity })}
            />
          )}
        </Field>
      </div>
      <TargetFields draft={draft} onChange={change} problemOf={problemOf} hasSecret={destination?.hasSecret ?? false} />
      {!destination && (
        <div className="flex items-center gap-3">
          <Segments label="Which entries" value={draft.from} options={froms} onChange={(from) => change({ ...draft, from })} />
          <span className="text-small text-2">
            {draft.from === 'now' ? 'What is in the log already stays here.' : 'The whole log first, oldest first. That may take a while.'}
          </span>
        </div>
      )}
      <div role="status">
        {form.answer && (
          <Notice severity={form.answer.delivered ? 'info' : 'high'}>
            <p>{form.answer.sentence}</p>
          </Notice>
        )}
      </div>
    </FormDialog>
  )
}
