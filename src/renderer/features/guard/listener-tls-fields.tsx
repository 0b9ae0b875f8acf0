/** Whether callers of a port speak TLS, with which certificates, and whether they show their own. */
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { newCertificate, type CertificateDraft, type ListenerTlsDraft, type ListenerTlsProblem } from './listener-tls-draft.ts'

const kinds = [
  { value: 'files', label: 'From files' },
  { value: 'self-signed', label: 'Self-signed' },
] as const
const versions = [
  { value: '1.2', label: 'TLS 1.2' },
  { value: '1.3', label: 'TLS 1.3' },
] as const
const needs = [
  { value: 'none', label: 'Not asked for' },
  { value: 'optional', label: 'May show one' },
  { value: 'required', label: 'Must show one' },
] as const

interface ListenerTlsFieldsProps {
  draft: ListenerTlsDraft
  problem: ListenerTlsProblem | null
  onChange: (draft: ListenerTlsDraft) => void
}

export const ListenerTlsFields = ({ draft, problem, onChange }: ListenerTlsFieldsProps) => {
  const change = (part: Partial<ListenerTlsDraft>) => onChange({ ...draft, ...part })
  const { certificates } = draft
  return (
    <div className="grid gap-4">
      <Checkbox checked={draft.speaks} onChange={(speaks) => change({ speaks })}>
        Callers speak TLS (https)
      </Checkbox>
      {!draft.speaks && (
        <Checkbox checked={draft.redirects} onChange={(redirects) => change({ redirects })}>
          Serve nothing here, and send callers to https
        </Checkbox>
      )}
      {!draft.speaks && draft.redirects && (
        <TextField
          className="pl-6"
          label="On its port"
          inputMode="numeric"
          help="A port of the guard that speaks TLS, as callers reach it."
          value={draft.httpsPort}
          error={problem?.field === 'httpsPort' ? problem.sentence : null}
          onChange={(event) => change({ httpsPort: event.target.value })}
          autoComplete="off"
        />
      )}
      {draft.speaks && (
        <div className="grid gap-4 pl-6">
          {certificates.map((one, at) => (
            <CertificateFields
              key={at}
              draft={one}
              at={at}
              only={certificates.length === 1}
              problem={problem?.at === at ? problem : null}
              onChange={(part) =>
                change({ certificates: certificates.map((other, index) => (index === at ? { ...other, ...part } : other)) })
              }
              onLeaveOut={() => change({ certificates: certificates.filter((_, index) => index !== at) })}
            />
          ))}
          <div className="flex items-center gap-3">
            <Button disabled={certificates.length >= 20} onClick={() => change({ certificates: [...certificates, newCertificate] })}>
              <Plus aria-hidden />
              Add certificate
            </Button>
            <span className="text-small text-2">Chosen by the name that a caller asks for; the first for all others.</span>
          </div>
          <div className="grid grid-cols-2 items-start gap-4">
            <Field label="At least">
              {({ id }) => (
                <Select id={id} form value={draft.minVersion} options={versions} onChange={(minVersion) => change({ minVersion })} />
              )}
            </Field>
            <Field label="Certificates of callers" help="One that is shown and not good ends the connection.">
              {({ id, 'aria-describedby': below }) => (
                <Select
                  id={id}
                  aria-describedby={below}
                  form
                  value={draft.clients}
                  options={needs}
                  onChange={(clients) => change({ clients })}
                />
              )}
            </Field>
          </div>
          {draft.clients !== 'none' && (
            <TextField
              label="Authorities that sign them"
              mono
              placeholder="/etc/gatehouse/clients.pem"
              help="A file in PEM. Whose a certificate is, each consumer says."
              value={draft.authorities}
              error={problem?.field === 'authorities' ? problem.sentence : null}
              onChange={(event) => change({ authorities: event.target.value })}
              autoComplete="off"
            />
          )}
          <Checkbox checked={draft.http2} onChange={(http2) => change({ http2 })}>
            Offer HTTP/2 beside HTTP/1.1
          </Checkbox>
        </div>
      )}
    </div>
  )
}

interface CertificateFieldsProps {
  draft: CertificateDraft
  at: number
  only: boolean
  problem: ListenerTlsProblem | null
  onChange: (part: Partial<CertificateDraft>) => void
  onLeaveOut: () => void
}

const CertificateFields = ({ draft, at, only, problem, onChange, onLeaveOut }: CertificateFieldsProps) => {
  const named = (name: string) => (at === 0 ? name : <span className="sr-only">{`${name}, certificate ${at + 1}`}</span>)
  const text = (name: 'certificate' | 'key' | 'names', placeholder?: string) => ({
    mono: true,
    placeholder,
    value: draft[name],
    error: problem?.field === name ? problem.sentence : null,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    autoComplete: 'off',
  })
  return (
    <div className="grid grid-cols-[136px_minmax(0,1fr)_minmax(0,1fr)_28px] items-start gap-2">
      <Field label={named('Certificate')}>
        {({ id }) => <Select id={id} form value={draft.kind} options={kinds} onChange={(kind) => onChange({ kind })} />}
      </Field>
      {draft.kind === 'files' ? (
        <>
          <TextField {...text('certificate', '/etc/gatehouse/tls.pem')} label={named('File of the certificate')} />
          <TextField {...text('key', '/etc/gatehouse/tls.key')} label={named('File of its key')} />
        </>
      ) : (
        <TextField
          {...text('names')}
          className="col-span-2"
          label={named('For these names')}
          help="For local use: the guard makes it, and renews it. Callers have to be told to trust it."
        />
      )}
      <IconButton
        name={`Leave out certificate ${at + 1}`}
        className={at === 0 ? 'mt-[22px]' : 'mt-1.5'}
        disabled={only}
        onClick={onLeaveOut}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  )
}
