/** Adds a limit or changes one. */
import { useState } from 'react'
import type { Limit, Policy } from '../../../shared/policy.ts'
import { limitLayers } from '../../../shared/limit-parts.ts'
import { limitSchema } from '../../../shared/policy.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ChosenRoutes } from './chosen-routes.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { layerNames } from './guard-words.ts'
import { newId } from './new-id.ts'
import { PenaltyFields, penaltyDraft, typedPenalty } from './penalty-fields.tsx'
import { TimeField, typedMs, typedTime } from './time-field.tsx'

const kinds = [
  { value: 'window', label: 'Window' },
  { value: 'bucket', label: 'Bucket' },
] as const
const kindHelp = {
  window: 'At most so many in any stretch of the time, exactly.',
  bucket: 'So many in the time, evenly, and a burst at once for whoever was silent.',
} as const
const layers = limitLayers.map((value) => ({ value, label: layerNames[value] }))
const places = [
  { value: 'every', label: 'Every route' },
  { value: 'chosen', label: 'Chosen routes' },
] as const
const noRoute = 'Choose one at least.'

/** `limit` null: a new one. */
export const LimitDialog = ({ policy, limit, onClose }: { policy: Policy; limit: Limit | null; onClose: () => void }) => {
  const [name, setName] = useState(limit?.name ?? '')
  const [layer, setLayer] = useState<Limit['layer']>(limit?.layer ?? 'source')
  const [most, setMost] = useState(String(limit?.limit ?? 100))
  const [per, setPer] = useState(typedTime(limit?.perMs ?? 60_000))
  const [kind, setKind] = useState<Limit['kind']>(limit?.kind ?? 'window')
  const [burst, setBurst] = useState(String(limit?.burst ?? 10))
  const [resourceClass, setResourceClass] = useState(limit?.resourceClass ?? '')
  const [penalty, setPenalty] = useState(penaltyDraft(limit?.penalty ?? null))
  const [everywhere, setEverywhere] = useState((limit?.routes ?? []).length === 0)
  const [routes, setRoutes] = useState<readonly string[]>(limit?.routes ?? [])
  const [consumer, setConsumer] = useState(limit?.consumer ?? '')
  const [dryRun, setDryRun] = useState(limit ? limit.mode === 'dry-run' : true)
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = limitSchema.safeParse({
    id:
      limit?.id ??
      newId(
        name,
        policy.limits.map(({ id }) => id),
      ),
    name,
    layer,
    routes: everywhere ? [] : [...routes],
    consumer: consumer === '' ? null : consumer,
    limit: Number(most),
    perMs: typedMs(per),
    kind,
    // What a window does not use is not in the way of it.
    burst: kind === 'bucket' ? Number(burst) : (limit?.burst ?? 10),
    resourceClass: resourceClass.trim() === '' ? null : resourceClass.trim(),
    penalty: typedPenalty(penalty),
    mode: dryRun ? 'dry-run' : 'enforce',
  })
  // None chosen would be read as all of them.
  const edits = read.success && (everywhere || routes.length > 0) ? [{ kind: 'put-limit' as const, limit: read.data }] : null
  const checks = useEditChecks(policy.revision, edits)
  const consumers = [{ value: '', label: 'Everybody' }, ...policy.consumers.map((one) => ({ value: one.id, label: one.name }))]
  const problemOf = (field: string, sentence: string, part?: string) =>
    tried && read.error?.issues.some(({ path }) => path[0] === field && (part === undefined || path[1] === part)) ? sentence : null
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(() => editPolicy(policy.revision, edits, limit ? `“${name.trim()}” was changed` : `“${name.trim()}” was added`))
      .then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={limit ? `Change “${limit.name}”` : 'Add a limit'}
      save={limit ? 'Save changes' : 'Add limit'}
      act={act}
      subject={limit}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="Name"
          placeholder="Each address"
          value={name}
          error={problemOf('name', 'Give it a name of at most 80 letters.')}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
        <Field label="Counts">{({ id }) => <Select id={id} form value={layer} options={layers} onChange={setLayer} />}</Field>
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <div className="grid justify-items-start gap-1">
          <span aria-hidden className="text-small font-strong">
            How it counts
          </span>
          <Segments label="How it counts" value={kind} options={kinds} onChange={setKind} />
          <p className="text-small text-2">{kindHelp[kind]}</p>
        </div>
        {kind === 'bucket' && (
          <TextField
            label="Burst"
            inputMode="numeric"
            after="at once"
            value={burst}
            error={problemOf('burst', 'From 1 to 100,000, and so that an empty bucket is full in a day.')}
            onChange={(event) => setBurst(event.target.value)}
            autoComplete="off"
          />
        )}
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label={kind === 'bucket' ? 'Lets by' : 'At most'}
          inputMode="numeric"
          after="requests"
          value={most}
          error={problemOf('limit', 'A whole number from 1 to 100,000.')}
          onChange={(event) => setMost(event.target.value)}
          autoComplete="off"
        />
        <TimeField
          label={kind === 'bucket' ? 'In' : 'In any'}
          value={per}
          error={problemOf('perMs', 'From one second to a day.')}
          onChange={setPer}
        />
      </div>
      <div className="grid grid-cols-3 items-start gap-4">
        <Field label="On">
          {({ id }) => (
            <Select
              id={id}
              form
              value={everywhere ? 'every' : 'chosen'}
              options={places}
              onChange={(where) => setEverywhere(where === 'every')}
            />
          )}
        </Field>
        <TextField
          label="Of the class"
          placeholder="Any"
          value={resourceClass}
          error={problemOf('resourceClass', 'Letters, digits, - and _, at most 40.')}
          onChange={(event) => setResourceClass(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Field label="For">{({ id }) => <Select id={id} form value={consumer} options={consumers} onChange={setConsumer} />}</Field>
      </div>
      {!everywhere && (
        <ChosenRoutes routes={policy.routes} chosen={routes} onChange={setRoutes} error={tried && routes.length === 0 ? noRoute : null} />
      )}
      <PenaltyFields draft={penalty} problemOf={(part, sentence) => problemOf('penalty', sentence, part)} onChange={setPenalty} />
      <Checkbox checked={dryRun} onChange={setDryRun}>
        Dry run: tell what it would refuse, and refuse nothing
      </Checkbox>
    </PolicyDialog>
  )
}
