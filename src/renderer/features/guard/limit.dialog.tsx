/** Adds a limit or changes one. */
import { useState } from 'react'
import type { Limit, Policy } from '../../../shared/policy.ts'
import { limitLayers, limitSchema } from '../../../shared/policy.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ChosenRoutes } from './chosen-routes.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { layerNames } from './guard-words.ts'
import { newId } from './new-id.ts'

const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000 } as const
type Unit = keyof typeof unitMs
const units = [
  { value: 'seconds', label: 'seconds' },
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
] as const
const layers = limitLayers.map((value) => ({ value, label: layerNames[value] }))
const places = [
  { value: 'every', label: 'Every route' },
  { value: 'chosen', label: 'Chosen routes' },
] as const
const noRoute = 'Choose one at least.'

const unitOf = (perMs: number): Unit => (perMs % unitMs.hours === 0 ? 'hours' : perMs % unitMs.minutes === 0 ? 'minutes' : 'seconds')

/** `limit` null: a new one. */
export const LimitDialog = ({ policy, limit, onClose }: { policy: Policy; limit: Limit | null; onClose: () => void }) => {
  const [name, setName] = useState(limit?.name ?? '')
  const [layer, setLayer] = useState<Limit['layer']>(limit?.layer ?? 'source')
  const [most, setMost] = useState(String(limit?.limit ?? 100))
  const [unit, setUnit] = useState<Unit>(unitOf(limit?.perMs ?? 60_000))
  const [per, setPer] = useState(String((limit?.perMs ?? 60_000) / unitMs[unit]))
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
    perMs: Math.round(Number(per) * unitMs[unit]),
    mode: dryRun ? 'dry-run' : 'enforce',
  })
  // None chosen would be read as all of them.
  const edits = read.success && (everywhere || routes.length > 0) ? [{ kind: 'put-limit' as const, limit: read.data }] : null
  const checks = useEditChecks(policy.revision, edits)
  const consumers = [{ value: '', label: 'Everybody' }, ...policy.consumers.map((one) => ({ value: one.id, label: one.name }))]
  const problemOf = (field: string, sentence: string) =>
    tried && read.error?.issues.some(({ path }) => path[0] === field) ? sentence : null
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(() => editPolicy(policy.revision, edits, limit ? `“${name.trim()}” was changed` : `“${name.trim()}” was added`))
      .then((done) => done && onClose())
  }
  return (
    <EditDialog
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
      <div className="grid grid-cols-[1fr_1fr_1fr] items-start gap-4">
        <TextField
          label="At most"
          inputMode="numeric"
          after="requests"
          value={most}
          error={problemOf('limit', 'A whole number from 1 to 100,000.')}
          onChange={(event) => setMost(event.target.value)}
          autoComplete="off"
        />
        <TextField
          label="In any"
          inputMode="numeric"
          value={per}
          error={problemOf('perMs', 'From one second to a day.')}
          onChange={(event) => setPer(event.target.value)}
          autoComplete="off"
        />
        <Field label="Unit">{({ id }) => <Select id={id} form value={unit} options={units} onChange={setUnit} />}</Field>
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
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
        <Field label="For">{({ id }) => <Select id={id} form value={consumer} options={consumers} onChange={setConsumer} />}</Field>
      </div>
      {!everywhere && (
        <ChosenRoutes routes={policy.routes} chosen={routes} onChange={setRoutes} error={tried && routes.length === 0 ? noRoute : null} />
      )}
      <Checkbox checked={dryRun} onChange={setDryRun}>
        Dry run: tell what it would refuse, and refuse nothing
      </Checkbox>
    </EditDialog>
  )
}
