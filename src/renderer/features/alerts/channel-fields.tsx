/** The fields of each channel. */
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { makeSigningSecret } from '../forwarding/destination-draft.ts'
import type { ContactPointForm } from './use-contact-point-form.ts'

const keepHelp = 'Leave it empty to keep the one that is there. It is never shown again.'

interface SecretProps {
  form: ContactPointForm
  label: string
  help: string
  placeholder?: string
}

const SecretField = ({ form: { draft, change, problemOf, hasSecret }, label, help, placeholder }: SecretProps) => (
  <PasswordField
    label={label}
    help={hasSecret ? keepHelp : help}
    placeholder={hasSecret ? 'Kept in the vault' : placeholder}
    error={problemOf('secret')}
    value={draft.secret}
    onChange={(event) => change({ secret: event.target.value })}
    autoComplete="new-password"
  />
)

const securities = [
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'tls', label: 'TLS' },
  { value: 'none', label: 'Not encrypted' },
] as const
const usualPorts = { starttls: '587', tls: '465', none: '25' } as const

const EmailFields = ({ form }: { form: ContactPointForm }) => {
  const { draft, change, problemOf } = form
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_144px_96px] items-start gap-4">
        <TextField
          label="Mail server"
          placeholder="mail.example.org"
          value={draft.host}
          error={problemOf('host')}
          onChange={(event) => change({ host: event.target.value })}
          autoComplete="off"
          autoCapitalize="off"
        />
        <Field label="Security">
          {({ id }) => (
            <Select
              id={id}
              form
              value={draft.security}
              options={securities}
              onChange={(security) =>
                change({ security, ...(draft.port === usualPorts[draft.security] && { port: usualPorts[security] }) })
              }
            />
          )}
        </Field>
        <TextField
          label="Port"
          inputMode="numeric"
          value={draft.port}
          error={problemOf('port')}
          onChange={(event) => change({ port: event.target.value })}
          autoComplete="off"
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="From"
          placeholder="gatehouse@example.org"
          value={draft.from}
          error={problemOf('from')}
          onChange={(event) => change({ from: event.target.value })}
          autoComplete="off"
          autoCapitalize="off"
        />
        <TextField
          label="To"
          placeholder="on-call@example.org"
          value={draft.to}
          error={problemOf('to')}
          onChange={(event) => change({ to: event.target.value })}
          autoComplete="off"
          autoCapitalize="off"
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="User (optional)"
          value={draft.user}
          error={problemOf('user')}
          onChange={(event) => change({ user: event.target.value })}
          autoComplete="off"
          autoCapitalize="off"
        />
        <SecretField form={form} label="Password" help="Where the server wants to know who sends." />
      </div>
    </>
  )
}

const WebhookFields = ({ form }: { form: ContactPointForm }) => {
  const { draft, change, problemOf } = form
  return (
    <>
      <TextField
        label="Address"
        type="url"
        placeholder="https://hooks.example.org/gatehouse"
        value={draft.url}
        error={problemOf('url')}
        onChange={(event) => change({ url: event.target.value })}
        autoComplete="off"
      />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <SecretField
          form={form}
          label="Secret that signs"
          help="Each message is signed as Standard Webhooks says. Give the receiver the same secret."
          placeholder="whsec_…"
        />
        <span className="flex gap-2 pt-5">
          <Button tall onClick={() => change({ secret: makeSigningSecret() })}>
            Make one
          </Button>
          {draft.secret !== '' && <CopyButton text={draft.secret} name="Copy secret" className="h-8 w-8" />}
        </span>
      </div>
    </>
  )
}

export const ChannelFields = ({ form }: { form: ContactPointForm }) => {
  const { draft, change, problemOf } = form
  switch (draft.kind) {
    case 'desktop':
      return (
        <p className="text-2">
          The desktop app shows a notification on this machine. In a browser, each person switches it on for their own computer, and it is
          shown while the console is open there.
        </p>
      )
    case 'slack':
      return (
        <SecretField
          form={form}
          label="Address of the incoming webhook"
          help="From Slack: Apps, Incoming Webhooks. Whoever has it can write there, so it is kept like a key."
          placeholder="https://hooks.slack.com/services/…"
        />
      )
    case 'pagerduty':
      return (
        <>
          <SecretField
            form={form}
            label="Routing key"
            help="From PagerDuty: the service, Integrations, Events API v2. Acknowledging and resolving reach it too."
          />
          <TextField
            label="Address"
            type="url"
            help="Only another region has another."
            value={draft.pagerDutyUrl}
            error={problemOf('pagerDutyUrl')}
            onChange={(event) => change({ pagerDutyUrl: event.target.value })}
            autoComplete="off"
          />
        </>
      )
    case 'webhook':
      return <WebhookFields form={form} />
    case 'email':
      return <EmailFields form={form} />
  }
}
