/** Adds an alert rule or changes one, with what it would have done in the past underneath. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { severityNames } from '../../ui/severity.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { LengthField } from './length-field.tsx'
import { RulePreview } from './rule-preview.tsx'
import { selectorKey } from './series-options.ts'
import { useRuleForm, type RuleForm } from './use-rule-form.ts'

const severityOptions = severities.map((value) => ({ value, label: severityNames[value] }))

const HowItIsTold = ({ form: { draft, change, choices, problemOf } }: { form: RuleForm }) => {
  const counted = draft.dividedBy ?? draft.selector
  const kind = counted && choices.find(({ value }) => value === selectorKey(counted))?.kind
  const isCounted = kind === 'counter' || kind === 'histogram' || draft.leastCount !== ''
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextArea
          label="What it means and what to do first"
          rows={2}
          maxLength={1000}
          value={draft.summary}
          error={problemOf('summary')}
          onChange={(event) => change({ summary: event.target.value })}
        />
        <TextField
          label="Runbook (optional)"
          type="url"
          placeholder="https://wiki.example.org/cpu"
          help="Where it is written what to do; it stands in each message."
          value={draft.runbookUrl}
          error={problemOf('runbookUrl')}
          onChange={(event) => change({ runbookUrl: event.target.value })}
          autoComplete="off"
        />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)] items-start gap-4">
        <TextField
          label="Group"
          help="Alerts of one group are told in one message."
          value={draft.group}
          error={problemOf('group')}
          onChange={(event) => change({ group: event.target.value })}
          autoComplete="off"
        />
        <TextField
          label="Labels (optional)"
          placeholder="team=web"
          value={draft.labels}
          error={problemOf('labels')}
          onChange={(event) => change({ labels: event.target.value })}
          autoComplete="off"
        />
        {draft.kind === 'threshold' ? (
          <TextField
            label="Over only past (optional)"
            inputMode="decimal"
            help="So that it does not come and go at the line."
            value={draft.resolveValue}
            error={problemOf('resolveValue')}
            onChange={(event) => change({ resolveValue: event.target.value })}
            autoComplete="off"
          />
        ) : (
          <span />
        )}
        {draft.kind === 'threshold' && isCounted && (
          <TextField
            label="Of at least (optional)"
            inputMode="numeric"
            help="No alarm where fewer were counted in the time."
            value={draft.leastCount}
            error={problemOf('leastCount')}
            onChange={(event) => change({ leastCount: event.target.value })}
            autoComplete="off"
          />
        )}
        <LengthField
          label="Over for, until it resolves"
          value={draft.keepFiring}
          error={problemOf('keepFiring')}
          onChange={(keepFiring) => change({ keepFiring })}
        />
      </div>
    </>
  )
}

interface RuleDialogProps {
  /** Null: a new one. */
  of: AlertRule | null
  /** A new one that begins as a copy of it. */
  likeIt?: boolean
  onClose: () => void
}

export const RuleDialog = ({ of: rule, likeIt = false, onClose }: RuleDialogProps) => {
  const form = useRuleForm(rule, likeIt, onClose)
  const { draft, change, problemOf } = form
  const isNew = rule === null || likeIt
  return (
    <FormDialog
      wide="full"
      title={isNew ? 'Add an alert rule' : `Change “${rule.name}”`}
      save={isNew ? 'Add rule' : 'Save changes'}
      act={form}
      wrongField={form.wrongField}
      onSubmit={form.save}
      onClose={onClose}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_144px] items-start gap-4">
        <TextField
          label="Name"
          placeholder="The processor is busy"
          value={draft.name}
          error={problemOf('name')}
          onChange={(event) => change({ name: event.target.value })}
          autoComplete="off"
        />
        <Field label="Severity">
          {({ id }) => (
            <Select id={id} form value={draft.severity} options={severityOptions} onChange={(severity) => change({ severity })} />
          )}
        </Field>
      </div>
      {draft.kind === 'burn' ? (
        <p className="text-2">{rule?.sentence} What it watches is changed with its objective.</p>
      ) : (
        <ConditionFields form={form} />
      )}
      <RulePreview
        rule={form.previewed}
        look="form"
        missing="Choose what the rule looks at and where the line lies, and see here what it would have done."
      />
      <HowItIsTold form={form} />
    </FormDialog>
  )
}
