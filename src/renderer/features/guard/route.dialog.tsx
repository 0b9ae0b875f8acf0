/** Changes a route and the targets it sends on to. What is empty is inherited. */
import { useState, type FormEvent } from 'react'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { stepUpAsking } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { EditChecks, useEditChecks } from './edit-checks.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { draftOf, readDraft, type RouteDraft } from './route-draft.ts'
import { identityNames, settingValue } from './setting-words.ts'
import { VaultKeyFields } from './vault-key-fields.tsx'

const formId = 'change-route'

const pathKinds = [
  { value: 'prefix', label: 'This and all below' },
  { value: 'exact', label: 'Just this' },
  { value: 'pattern', label: 'Pattern: /users/{id}' },
] as const

export const RouteDialog = ({ policy, route, onClose }: { policy: Policy; route: Route; onClose: () => void }) => {
  const [draft, setDraft] = useState(() => draftOf(policy, route))
  const [tried, setTried] = useState(false)
  const act = useAct()
  // While the fresh code is asked for, that dialog stands alone; what was typed is kept here.
  const asking = useStore(stepUpAsking) !== null
  const read = readDraft(policy, route, draft)
  const checks = useEditChecks(policy.revision, read.kind === 'edits' ? read.edits : null)
  const inherited = effectiveSettings(policy, { settings: {} }).settings
  const change = (part: Partial<RouteDraft>) => setDraft({ ...draft, ...part })
  const problemOf = (field: keyof RouteDraft) => (tried && read.kind === 'problem' && read.field === field ? read.sentence : null)
  const text = (
    field: 'name' | 'hosts' | 'path' | 'methods' | 'targets' | 'action' | 'answerSeconds' | 'maxBodyMegabytes' | 'stripPrefix',
  ) => ({
    value: draft[field],
    error: problemOf(field),
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    autoComplete: 'off',
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (read.kind === 'problem') return
    void act.run(() => editPolicy(policy.revision, read.edits, `“${draft.name.trim()}” was changed`)).then((done) => done && onClose())
  }
  const switches = (name: 'securityHeaders' | 'passThrough') => [
    { value: 'inherited' as const, label: `Inherited: ${settingValue(inherited, name)}` },
    { value: 'on' as const, label: settingValue({ ...inherited, [name]: true }, name) },
    { value: 'off' as const, label: settingValue({ ...inherited, [name]: false }, name) },
  ]
  const identities = [
    { value: 'inherited' as const, label: `Inherited: ${identityNames[inherited.identity]}` },
    ...(['none', 'optional', 'required'] as const).map((value) => ({ value, label: identityNames[value] })),
  ]
  return (
    <Dialog
      open={!asking}
      onClose={onClose}
      wide
      title={`Change “${route.name}”`}
      foot={
        <>
          <Button tall onClick={onClose}>
            Cancel
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
            Save changes
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <div className="grid grid-cols-2 items-start gap-4">
          <TextField label="Name" {...text('name')} />
          <TextField label="Sends on to" mono help="Addresses with spaces between." {...text('targets')} />
          <TextField label="Hosts" mono placeholder="Any host" {...text('hosts')} />
          <TextField label="Methods" mono placeholder="Any method" {...text('methods')} />
          <TextField label="Path" mono {...text('path')} />
          <Field label="Takes">
            {({ id }) => <Select id={id} form value={draft.pathKind} options={pathKinds} onChange={(pathKind) => change({ pathKind })} />}
          </Field>
          <Field label="Who may call">
            {({ id }) => <Select id={id} form value={draft.identity} options={identities} onChange={(identity) => change({ identity })} />}
          </Field>
          <TextField label="Scope it takes" mono placeholder="None" help="Such as print_request; only with a key." {...text('action')} />
          <TextField
            label="Wait for an answer"
            inputMode="decimal"
            placeholder={String(inherited.answerTimeoutMs / 1000)}
            after="s"
            {...text('answerSeconds')}
          />
          <TextField
            label="Largest body"
            inputMode="decimal"
            placeholder={String(inherited.maxBodyBytes / 1024 / 1024)}
            after="MB"
            {...text('maxBodyMegabytes')}
          />
          <VaultKeyFields draft={draft} onChange={change} error={problemOf('keyHeader')} />
          <TextField label="Taken off the path" mono placeholder="Nothing" {...text('stripPrefix')} />
          <Field label="Security headers">
            {({ id }) => (
              <Select
                id={id}
                form
                value={draft.securityHeaders}
                options={switches('securityHeaders')}
                onChange={(securityHeaders) => change({ securityHeaders })}
              />
            )}
          </Field>
          <Field label="Pass-through">
            {({ id }) => (
              <Select
                id={id}
                form
                value={draft.passThrough}
                options={switches('passThrough')}
                onChange={(passThrough) => change({ passThrough })}
              />
            )}
          </Field>
        </div>
        <EditChecks checks={checks} />
        {tried && read.kind === 'problem' && read.field === null && (
          <Notice severity="high" alert>
            <p>{read.sentence}</p>
          </Notice>
        )}
        {act.problem && (
          <Notice severity="high" alert>
            <p>{act.problem}</p>
          </Notice>
        )}
      </form>
    </Dialog>
  )
}
