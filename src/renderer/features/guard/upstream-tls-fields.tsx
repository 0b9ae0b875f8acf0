/** How the guard speaks TLS to the targets of an upstream. */
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { UpstreamPartProps } from './upstream-number-field.tsx'
import type { UpstreamTlsField } from './upstream-tls-draft.ts'

export const UpstreamTlsFields = ({ draft, problem, onChange }: UpstreamPartProps) => {
  const parts = (name: UpstreamTlsField) => ({
    value: draft.tls[name],
    error: problem?.field === name ? problem.sentence : null,
    onChange: (event: { target: { value: string } }) => onChange({ tls: { ...draft.tls, [name]: event.target.value } }),
    autoComplete: 'off',
    mono: true,
  })
  return (
    <div className="grid gap-4 p-4 pb-0">
      <p className="text-2">
        For targets whose address begins with https. Their certificate is always checked; this says against what. Paths are those of the
        machine that the guard runs on.
      </p>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          {...parts('authorities')}
          label="Trusted authorities"
          placeholder="The public ones"
          help="A file in PEM: these alone, instead of the public ones."
        />
        <TextField {...parts('serverName')} label="Name to check" placeholder="That of the address" />
        <TextField {...parts('certificate')} label="Certificate of the guard" placeholder="None" help="For targets that ask who calls." />
        <TextField {...parts('key')} label="Its key" placeholder="None" help="A file that nobody else may read." />
      </div>
      <TextArea
        {...parts('pins')}
        rows={2}
        label="Expected keys"
        placeholder="Any"
        help="SHA-256 of public keys in base64, the target’s or an authority’s. With none of them in the chain, nothing is sent."
      />
    </div>
  )
}
