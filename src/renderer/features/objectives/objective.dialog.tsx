/** Adds an objective or changes one, with how its period would have gone up to now. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Objective } from '../../../shared/contract/objectives.ts'
import { client, orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { useAct } from '../../api/use-act.ts'
import { CourseChart } from './course-chart.tsx'
import { draftOf, readDraft, type ObjectiveDraft } from './objective-draft.ts'
import { renewObjectives } from './objective-queries.ts'
import { allowanceWords, formatShare, suggestedTarget } from './objective-words.ts'

interface ObjectiveDialogProps {
  /** Null: a new one. */
  objective: Objective | null
  routes: readonly { id: string; name: string }[]
  onClose: () => void
  onAdded: (id: string) => void
}

const kinds = [
  { value: 'availability', label: 'Does not fail' },
  { value: 'latency', label: 'Is answered in time' },
] as const
const everyRoute = ''

const Preview = ({ draft, onTarget }: { draft: ObjectiveDraft; onTarget: (target: number) => void }) => {
  const settled = useSettled(JSON.stringify(readDraft(draft).given), 300)
  const given = JSON.parse(settled) as ReturnType<typeof readDraft>['given']
  const { data } = useQuery({
    ...orpc.objectives.preview.queryOptions({ input: given! }),
    enabled: given !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  if (!given || !data) return <p className="text-small text-2">Fill in the form to see how its period would have gone.</p>
  const suggested = suggestedTarget(data, given.targetPercent)
  return (
    <section aria-label="How the period would have gone" className="grid gap-2 border-t border-hairline pt-4">
      <p role="status">{data.sentence}</p>
      {suggested !== null && (
        <p className="text-2">
          A target that was kept with some to spare: {formatShare(suggested)} %.{' '}
          <Button look="text" onClick={() => onTarget(suggested)}>
            Take {formatShare(suggested)} %
          </Button>
        </p>
      )}
      {data.total > 0 && <CourseChart course={data.course} periodDays={given.periodDays} />}
    </section>
  )
}

export const ObjectiveDialog = ({ objective, routes, onClose, onAdded }: ObjectiveDialogProps) => {
  const [draft, setDraft] = useState(() => draftOf(objective))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const set = (change: Partial<ObjectiveDraft>) => setDraft((known) => ({ ...known, ...change }))
  const read = readDraft(draft)
  const problemOf = (field: keyof typeof read.problems) => (tried ? read.problems[field] : undefined)
  const submit = () => {
    setTried(true)
    const { given } = read
    if (!given) return
    void act
      .run(async () => {
        const saved = objective
          ? await client.objectives.change({ ...given, id: objective.id, version: objective.version })
          : await client.objectives.create(given)
        toastDone({ title: objective ? `“${saved.name}” was changed` : `“${saved.name}” is watched from now on` })
        void renewObjectives()
        if (!objective) onAdded(saved.id)
      })
      .then((done) => done && objective && onClose())
  }
  return (
    <FormDialog
      title={objective ? `Change “${objective.name}”` : 'Add an objective'}
      save={objective ? 'Save changes' : 'Add objective'}
      act={act}
      subject={objective && draftOf(objective)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Checkout works"
        value={draft.name}
        error={problemOf('name')}
        onChange={(event) => set({ name: event.target.value })}
        autoComplete="off"
      />
      <div className="grid grid-cols-2 items-start gap-4">
        <Field label="A request is good if it">
          {({ id }) => <Select id={id} form value={draft.kind} options={kinds} onChange={(kind) => set({ kind })} />}
        </Field>
        <Field label="Of">
          {({ id }) => (
            <Select
              id={id}
              form
              value={draft.route}
              options={[
                { value: everyRoute, label: 'Every route' },
                ...routes.map((route) => ({ value: route.id, label: route.name })),
                // A route that is gone stays what it was.
                ...(draft.route === everyRoute || routes.some((route) => route.id === draft.route)
                  ? []
                  : [{ value: draft.route, label: draft.route }]),
              ]}
              onChange={(route) => set({ route })}
            />
          )}
        </Field>
      </div>
      <div className="grid grid-cols-3 items-start gap-4">
        <TextField
          label="Target"
          inputMode="decimal"
          after="%"
          value={draft.target}
          error={problemOf('target')}
          help={read.given ? `All may fail for ${allowanceWords(read.given)}.` : undefined}
          onChange={(event) => set({ target: event.target.value })}
          autoComplete="off"
        />
        <TextField
          label="In any"
          inputMode="numeric"
          after="days"
          value={draft.days}
          error={problemOf('days')}
          onChange={(event) => set({ days: event.target.value })}
          autoComplete="off"
        />
        {draft.kind === 'latency' && (
          <TextField
            label="Within"
            inputMode="numeric"
            after="ms"
            value={draft.withinMs}
            error={problemOf('withinMs')}
            onChange={(event) => set({ withinMs: event.target.value })}
            autoComplete="off"
          />
        )}
      </div>
      <Preview draft={draft} onTarget={(target) => set({ target: String(target) })} />
    </FormDialog>
  )
}
