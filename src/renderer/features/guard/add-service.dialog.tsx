/** Puts a service behind the guard in one step: a port to listen on, the address of the service, and a route between them. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { editPolicy, startGuard, useAct } from './guard-acts.ts'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { identityNames } from './setting-words.ts'
import { editsOf, emptyService, serviceProblem, type ServiceDraft } from './service-draft.ts'

const identities = (['none', 'optional', 'required'] as const).map((value) => ({ value, label: identityNames[value] }))

export const AddServiceDialog = ({ policy, off, onClose }: { policy: Policy; off: boolean; onClose: () => void }) => {
  const [draft, setDraft] = useState<ServiceDraft>(() => emptyService(policy))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const wrong = serviceProblem(draft)
  const edits = wrong ? null : editsOf(policy, draft)
  const checks = useEditChecks(policy.revision, edits)
  const change = (part: Partial<ServiceDraft>) => setDraft({ ...draft, ...part })
  const problemOf = (field: keyof ServiceDraft) => (tried && wrong?.field === field ? wrong.sentence : null)
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(async () => {
        await editPolicy(policy.revision, edits, `“${draft.name.trim()}” is behind the guard`)
        if (off) await startGuard()
      })
      .then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title="Put a service behind the guard"
      text="Callers come to the guard's port; it sends them on to your service, and tells you who calls what, and how fast."
      save={off ? 'Add and start the guard' : 'Add the service'}
      act={act}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Print API"
        value={draft.name}
        error={problemOf('name')}
        onChange={(event) => change({ name: event.target.value })}
        autoComplete="off"
      />
      <div className="grid grid-cols-[120px_minmax(0,1fr)] items-start gap-4">
        <TextField
          label="Guard's port"
          inputMode="numeric"
          value={draft.port}
          error={problemOf('port')}
          onChange={(event) => change({ port: event.target.value })}
          autoComplete="off"
        />
        <TextField
          label="Address of the service"
          mono
          placeholder="http://127.0.0.1:3000"
          help="Several targets, one by one with spaces between, share the requests."
          value={draft.targets}
          error={problemOf('targets')}
          onChange={(event) => change({ targets: event.target.value })}
          autoComplete="off"
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="Path"
          mono
          help="This path and all below it."
          value={draft.path}
          error={problemOf('path')}
          onChange={(event) => change({ path: event.target.value })}
          autoComplete="off"
        />
        <Field label="Who may call">
          {({ id }) => <Select id={id} form value={draft.identity} options={identities} onChange={(identity) => change({ identity })} />}
        </Field>
      </div>
    </PolicyDialog>
  )
}
