/** The fields of each kind of destination. */
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { makeSigningSecret, withTransport, type Draft, type DraftField } from './destination-draft.ts'

interface TargetFieldsProps {
  draft: Draft
  onChange: (draft: Draft) => void
  problemOf: (field: DraftField) => string | null
  /** One is stored already; it stays where nothing is entered. */
  hasSecret: boolean
}

const transports = [
  { value: 'tls', label: 'TLS' },
  { value: 'tcp', label: 'TCP' },
  { value: 'udp', label: 'UDP' },
] as const
const transportHelp = {
  tls: 'Encrypted, and the receiver proves who it is.',
  tcp: 'Not encrypted: for the same machine, or a network that you trust.',
  udp: 'Not encrypted, and nobody notices what is lost on the way. Long messages are cut.',
} as const

/** RFC 5424, 6.2.1; the others are for the operating system. */
const facilities = [
  { value: '13', label: 'Log audit (13)' },
  { value: '4', label: 'Security (4)' },
  { value: '10', label: 'Security, private (10)' },
  { value: '1', label: 'User (1)' },
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((local) => ({ value: String(16 + local), label: `Local ${local} (${16 + local})` })),
]

const SyslogFields = ({ draft, onChange, problemOf }: TargetFieldsProps) => (
  <>
    <Field label="Transport" help={transportHelp[draft.transport]}>
      {() => (
        <div>
          <Segments
            label="Transport"
            value={draft.transport}
            options={transports}
            onChange={(transport) => onChange(withTransport(draft, transport))}
          />
        </div>
      )}
    </Field>
    <div className="grid grid-cols-[minmax(0,1fr)_96px_192px] items-start gap-4">
      <TextField
        label="Host"
        placeholder="logs.example.org"
        error={problemOf('host')}
        value={draft.host}
        onChange={(event) => onChange({ ...draft, host: event.target.value })}
        autoComplete="off"
        autoCapitalize="off"
      />
      <TextField
        label="Port"
        inputMode="numeric"
        error={problemOf('port')}
        value={draft.port}
        onChange={(event) => onChange({ ...draft, port: event.target.value })}
        autoComplete="off"
      />
      <Field label="Facility">
        {({ id }) => (
          <Select id={id} form value={draft.facility} options={facilities} onChange={(facility) => onChange({ ...draft, facility })} />
        )}
      </Field>
    </div>
    {draft.transport === 'tls' && (
      <TextArea
        label="Certificate of who signed the receiver’s (optional)"
        help="In PEM. Where it is given, nobody else is trusted; else whom this machine trusts."
        error={problemOf('caPem')}
        mono
        rows={3}
        value={draft.caPem}
        onChange={(event) => onChange({ ...draft, caPem: event.target.value })}
        placeholder="-----BEGIN CERTIFICATE-----"
        autoComplete="off"
        spellCheck={false}
      />
    )}
  </>
)

const UrlField = ({ draft, onChange, problemOf, help, placeholder }: TargetFieldsProps & { help: string; placeholder: string }) => (
  <TextField
    label="Address"
    type="url"
    placeholder={placeholder}
    help={help}
    error={problemOf('url')}
    value={draft.url}
    onChange={(event) => onChange({ ...draft, url: event.target.value })}
    autoComplete="off"
  />
)

const keepHelp = 'Leave it empty to keep the one that is there.'

const SecretField = ({ draft, onChange, problemOf, label, help }: TargetFieldsProps & { label: string; help: string }) => (
  <PasswordField
    label={label}
    help={help}
    error={problemOf('secret')}
    value={draft.secret}
    onChange={(event) => onChange({ ...draft, secret: event.target.value })}
    autoComplete="new-password"
  />
)

const WebhookFields = (props: TargetFieldsProps) => {
  const { draft, onChange, hasSecret } = props
  return (
    <>
      <UrlField
        {...props}
        placeholder="https://hooks.example.org/gatehouse"
        help="Batches are sent there as JSON. It must answer with a status from 200 to 299; redirects are not followed."
      />
      <div className="grid gap-1">
        <SecretField
          {...props}
          label="Signing secret"
          help={`The receiver proves with it that a batch is ours (Standard Webhooks). ${hasSecret ? keepHelp : ''}`}
        />
        <div className="flex items-center gap-2">
          <Button look="text" className="!mx-0 !px-0 text-small" onClick={() => onChange({ ...draft, secret: makeSigningSecret() })}>
            Make a new one
          </Button>
          {draft.secret !== '' && <CopyButton text={draft.secret} name="Copy signing secret" />}
        </div>
      </div>
    </>
  )
}

const OtlpFields = (props: TargetFieldsProps) => {
  const { draft, onChange, problemOf, hasSecret } = props
  return (
    <>
      <UrlField
        {...props}
        placeholder="http://127.0.0.1:4318"
        help="Of a collector that takes OTLP over HTTP with JSON. Without a path, /v1/logs is used."
      />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="Header"
          error={problemOf('headerName')}
          value={draft.headerName}
          onChange={(event) => onChange({ ...draft, headerName: event.target.value })}
          autoComplete="off"
          autoCapitalize="off"
        />
        <SecretField
          {...props}
          label="Its value (optional)"
          help={hasSecret ? keepHelp : 'Where the collector wants to know who sends, such as “Bearer …”.'}
        />
      </div>
    </>
  )
}

export const TargetFields = (props: TargetFieldsProps) => {
  switch (props.draft.kind) {
    case 'syslog':
      return <SyslogFields {...props} />
    case 'webhook':
      return <WebhookFields {...props} />
    case 'otlp':
      return <OtlpFields {...props} />
  }
}
