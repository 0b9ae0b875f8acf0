/** Where the keys of an issuer come from, and by which algorithms tokens may be signed. */
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { algorithmsFor, usualAlgorithms, type IssuerDraft, type IssuerPartProps } from './issuer-draft.ts'

const kinds = [
  { value: 'url', label: 'Fetched from its address' },
  { value: 'pasted', label: 'Pasted here' },
  { value: 'secret', label: 'A secret that both sides have' },
] as const

const SecretField = ({ draft, errorOf, onChange }: IssuerPartProps) => {
  const known = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: useMay('vault:list') })).data ?? []
  const options = [
    ...(draft.keyId === '' ? [{ value: '', label: 'Choose a key' }] : []),
    ...known.map(({ id, label }) => ({ value: id, label })),
    ...(draft.keyId !== '' && !known.some(({ id }) => id === draft.keyId)
      ? [{ value: draft.keyId, label: 'A key that is not to be seen' }]
      : []),
  ]
  return (
    <Field
      label="Key of the vault"
      help="At least 32 bytes for HS256, 48 for HS384, 64 for HS512."
      error={errorOf('keyId')}
      className="col-span-2"
    >
      {({ id, 'aria-describedby': below }) => (
        <Select id={id} aria-describedby={below} form value={draft.keyId} options={options} onChange={(keyId) => onChange({ keyId })} />
      )}
    </Field>
  )
}

export const IssuerKeyFields = (props: IssuerPartProps) => {
  const { draft, errorOf, onChange } = props
  const changeKind = (keys: IssuerDraft['keys']) =>
    onChange({ keys, ...((keys === 'secret') === (draft.keys === 'secret') ? {} : { algorithms: usualAlgorithms(keys) }) })
  const typed = (field: 'url' | 'refresh' | 'goodFor') => ({
    value: draft[field],
    error: errorOf(field),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
    autoComplete: 'off',
  })
  return (
    <div className="grid grid-cols-2 items-start gap-4 p-4 pb-0">
      <Field label="Keys" className="col-span-2">
        {({ id }) => <Select id={id} form value={draft.keys} options={kinds} onChange={changeKind} />}
      </Field>
      {draft.keys === 'url' && (
        <>
          <TextField
            {...typed('url')}
            className="col-span-2"
            label="Address of the keys"
            mono
            placeholder="https://login.example.com/.well-known/jwks.json"
            help="A JWK Set over https. The guard fetches it; redirects are not followed."
          />
          <TextField {...typed('refresh')} label="Fetched again after" inputMode="decimal" after="min" />
          <TextField {...typed('goodFor')} label="Good while it is away for" inputMode="decimal" after="h" help="Then no token is taken." />
        </>
      )}
      {draft.keys === 'pasted' && (
        <TextArea
          className="col-span-2"
          label="Public keys"
          mono
          rows={5}
          placeholder={'{"keys": […]} or -----BEGIN PUBLIC KEY-----'}
          help="A JWK Set, or keys and certificates in PEM. Never a private key."
          value={draft.text}
          error={errorOf('text')}
          onChange={(event) => onChange({ text: event.target.value })}
          spellCheck={false}
          autoComplete="off"
        />
      )}
      {draft.keys === 'secret' && <SecretField {...props} />}
      <fieldset className="col-span-2">
        <legend className="mb-1 text-small font-strong">Algorithms allowed</legend>
        <div className="grid grid-cols-3 gap-x-4 gap-y-1.5">
          {algorithmsFor(draft.keys).map((name) => (
            <Checkbox
              key={name}
              checked={draft.algorithms.includes(name)}
              onChange={(on) => onChange({ algorithms: on ? [...draft.algorithms, name] : draft.algorithms.filter((one) => one !== name) })}
            >
              <span className="font-mono text-code">{name}</span>
            </Checkbox>
          ))}
        </div>
        <p role={errorOf('algorithms') ? 'alert' : undefined} className="mt-1 text-small text-critical empty:hidden">
          {errorOf('algorithms')}
        </p>
      </fieldset>
    </div>
  )
}
