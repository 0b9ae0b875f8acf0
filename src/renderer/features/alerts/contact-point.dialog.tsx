/** Adds a contact point or changes one, with a test message before anything is kept. */
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ChannelFields } from './channel-fields.tsx'
import { channelNames } from './contact-point-words.ts'
import { RhythmFields } from './rhythm-fields.tsx'
import { TemplateField } from './template-field.tsx'
import { useContactPointForm, type ContactPointForm } from './use-contact-point-form.ts'

const channels = (['slack', 'pagerduty', 'webhook', 'email', 'desktop'] as const).map((value) => ({ value, label: channelNames[value] }))

const PrivateNetwork = ({ form: { draft, change, problemOf } }: { form: ContactPointForm }) => {
  const problem = problemOf('allowPrivateNetwork')
  return (
    <div className="grid gap-2">
      <Checkbox checked={draft.allowPrivateNetwork} onChange={(allowPrivateNetwork) => change({ allowPrivateNetwork })}>
        May reach this machine and private networks
      </Checkbox>
      {draft.allowPrivateNetwork && (
        <Notice severity="medium">
          <p>
            Whoever may change this contact point can then make the console speak to what only this machine reaches: services without a
            password, routers, other machines of the network. Switch it on only for a receiver that stands there.
          </p>
        </Notice>
      )}
      {problem !== null && (
        <p role="alert" className="text-small text-critical">
          {problem}
        </p>
      )}
    </div>
  )
}

/** `of` null: a new one. */
export const ContactPointDialog = ({ of: point, onClose }: { of: ContactPoint | null; onClose: () => void }) => {
  const form = useContactPointForm(point, onClose)
  const { draft, change, busy, problemOf } = form
  return (
    <FormDialog
      title={point ? `Change “${point.name}”` : 'Add a contact point'}
      text={point ? undefined : 'Whom alerts reach, and by which channel. Send a test before you rely on it.'}
      save={point ? 'Save changes' : 'Add contact point'}
      act={{ busy: busy === 'save', problem: form.problem }}
      wrongField={form.wrongField}
      held={busy === 'test'}
      aside={
        <Button tall className="mr-auto" onClick={form.test} busy={busy === 'test'} disabled={busy === 'save'}>
          Send a test
        </Button>
      }
      onSubmit={form.save}
      onClose={onClose}
    >
      {!point && (
        <div>
          <Segments label="Channel" value={draft.kind} options={channels} onChange={(kind) => change({ kind })} />
        </div>
      )}
      <TextField
        label="Name"
        placeholder="On call"
        value={draft.name}
        error={problemOf('name')}
        onChange={(event) => change({ name: event.target.value })}
        autoComplete="off"
      />
      <ChannelFields form={form} />
      <RhythmFields form={form} />
      {draft.kind !== 'desktop' && <TemplateField form={form} />}
      {draft.kind !== 'desktop' && <PrivateNetwork form={form} />}
      <div role="status" className="empty:hidden">
        {form.answer && (
          <Notice severity={form.answer.delivered ? 'info' : 'high'}>
            <p>{form.answer.sentence}</p>
          </Notice>
        )}
      </div>
    </FormDialog>
  )
}
