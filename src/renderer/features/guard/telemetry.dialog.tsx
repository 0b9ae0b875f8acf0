/** Turns on that the guard sends traces and figures by OpenTelemetry, or changes where and what. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { draftOf, readTelemetry } from './telemetry-draft.ts'
import type { TelemetryDraft, TelemetryField } from './telemetry-draft.ts'
import { VaultKeySelect } from './vault-key-select.tsx'

interface PartProps {
  draft: TelemetryDraft
  change: (part: Partial<TelemetryDraft>) => void
  error: (field: TelemetryField) => string | null
}

const trusts = [
  { value: 'proxies', label: 'Trusted proxies' },
  { value: 'everybody', label: 'Everybody' },
  { value: 'nobody', label: 'Nobody' },
] as const
const temporalities = [
  { value: 'cumulative', label: 'All since the guard started' },
  { value: 'delta', label: 'What came since the last time' },
] as const

export const TelemetryDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const before = policy.telemetry
  const [draft, setDraft] = useState(() => draftOf(before))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = readTelemetry(draft, before)
  const edits = read.ok ? [{ kind: 'set-telemetry' as const, telemetry: read.telemetry }] : null
  const checks = useEditChecks(policy.revision, edits)
  const part: PartProps = {
    draft,
    change: (given) => setDraft({ ...draft, ...given }),
    error: (field) => (tried && !read.ok ? (read.errors[field] ?? null) : null),
  }
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(() => editPolicy(policy.revision, edits, `The guard sends by OpenTelemetry to ${draft.url.trim()}`))
      .then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={before ? 'Change what is sent by OpenTelemetry' : 'Send by OpenTelemetry'}
      text="The guard sends spans and figures to a collector, as OTLP over HTTP in JSON. Never a query, a header, a body or a path as it was called."
      save={before ? 'Save changes' : 'Turn on'}
      act={act}
      problem={part.error('signals')}
      subject={before}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <CollectorFields {...part} />
      <TraceFields {...part} />
      <FigureFields {...part} />
    </PolicyDialog>
  )
}

const CollectorFields = ({ draft, change, error }: PartProps) => (
  <>
    <TextField
      label="Collector"
      mono
      placeholder="http://127.0.0.1:4318"
      help="/v1/traces and /v1/metrics come behind it."
      value={draft.url}
      error={error('url')}
      onChange={(event) => change({ url: event.target.value })}
      autoComplete="off"
    />
    <div className="grid grid-cols-[minmax(0,1fr)_160px] items-start gap-4">
      <TextField
        label="Name of the service"
        value={draft.serviceName}
        error={error('serviceName')}
        onChange={(event) => change({ serviceName: event.target.value })}
        autoComplete="off"
      />
      <TextField
        label="Wait for it"
        inputMode="decimal"
        after="s"
        value={draft.timeoutSeconds}
        error={error('timeoutMs')}
        onChange={(event) => change({ timeoutSeconds: event.target.value })}
        autoComplete="off"
      />
    </div>
    <VaultKeySelect
      label="Key for the collector"
      help="Of the vault, where the collector asks for one. Whoever runs it can read it."
      error={null}
      none="None"
      value={draft.secret}
      onChange={(secret) => change({ secret })}
    />
    {draft.secret !== '' && (
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="In the header"
          mono
          value={draft.header}
          error={error('header')}
          onChange={(event) => change({ header: event.target.value })}
          autoComplete="off"
        />
        <TextField
          label="As"
          mono
          help="{key}: where the key goes."
          value={draft.template}
          error={error('template')}
          onChange={(event) => change({ template: event.target.value })}
          autoComplete="off"
        />
      </div>
    )}
  </>
)

const TraceFields = ({ draft, change, error }: PartProps) => (
  <fieldset className="grid gap-3 border-t border-hairline pt-4">
    <legend className="sr-only">Traces</legend>
    <Checkbox checked={draft.traces} onChange={(traces) => change({ traces })}>
      <span className="font-strong">Traces</span>
    </Checkbox>
    {draft.traces && (
      <div className="grid gap-3 pl-6">
        <div className="grid grid-cols-2 items-start gap-4">
          <TextField
            label="Keep"
            inputMode="decimal"
            after="% of traces"
            value={draft.percent}
            error={error('ratio')}
            onChange={(event) => change({ percent: event.target.value })}
            autoComplete="off"
          />
          <TextField
            label="And all that take longer than"
            inputMode="decimal"
            after="s"
            placeholder="However long"
            value={draft.slowSeconds}
            error={error('slowMs')}
            onChange={(event) => change({ slowSeconds: event.target.value })}
            autoComplete="off"
          />
        </div>
        <Checkbox checked={draft.errors} onChange={(errors) => change({ errors })}>
          And all that failed (500 and above, no answer)
        </Checkbox>
        <Field label="Take on the trace of" help="Of anybody else a new trace begins, with a link to theirs.">
          {({ id, 'aria-describedby': below }) => (
            <Select id={id} aria-describedby={below} form value={draft.trust} options={trusts} onChange={(trust) => change({ trust })} />
          )}
        </Field>
        <Checkbox checked={draft.parentBased} onChange={(parentBased) => change({ parentBased })}>
          One that is taken on is kept where its caller keeps it
        </Checkbox>
        <TextField
          label="Where people look at a trace"
          mono
          placeholder="https://tracing.example/trace/{traceId}"
          help="Each request in Traffic links to its trace there."
          value={draft.link}
          error={error('link')}
          onChange={(event) => change({ link: event.target.value })}
          autoComplete="off"
        />
      </div>
    )}
  </fieldset>
)

const FigureFields = ({ draft, change, error }: PartProps) => (
  <fieldset className="grid gap-3 border-t border-hairline pt-4">
    <legend className="sr-only">Figures</legend>
    <Checkbox checked={draft.metrics} onChange={(metrics) => change({ metrics })}>
      <span className="font-strong">Figures</span>
    </Checkbox>
    {draft.metrics && (
      <div className="grid grid-cols-[160px_minmax(0,1fr)] items-start gap-4 pl-6">
        <TextField
          label="Every"
          inputMode="decimal"
          after="s"
          value={draft.everySeconds}
          error={error('everyMs')}
          onChange={(event) => change({ everySeconds: event.target.value })}
          autoComplete="off"
        />
        <Field label="Counted">
          {({ id }) => (
            <Select id={id} form value={draft.temporality} options={temporalities} onChange={(temporality) => change({ temporality })} />
          )}
        </Field>
      </div>
    )}
  </fieldset>
)
