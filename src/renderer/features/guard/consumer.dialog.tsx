/** Adds a consumer or changes one. Its keys are made and revoked apart. */
import { useState } from 'react'
import type { Consumer } from '../../../shared/consumer.ts'
import { consumerRoles, consumerSchema, consumerScopes } from '../../../shared/consumer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { newId } from './new-id.ts'
import { roleNames } from './role-names.ts'

const roleOptions = consumerRoles.map((value) => ({ value, label: roleNames[value] }))
const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')

/** A common name may have spaces; a digest is taken as openssl writes it, too. */
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) =>
      /^(?:sha256[:=])?(?:[0-9a-f]{2}:?){32}$/i.test(line) ? `sha256:${line.replace(/^sha256[:=]|:/gi, '').toLowerCase()}` : line,
    )

/** `consumer` null: a new one. */
export const ConsumerDialog = ({ policy, consumer, onClose }: { policy: Policy; consumer: Consumer | null; onClose: () => void }) => {
  const [name, setName] = useState(consumer?.name ?? '')
  const [role, setRole] = useState<Consumer['role']>(consumer?.role ?? 'api_user')
  const [scopes, setScopes] = useState(consumer?.scopes.join(' ') ?? '')
  const [networks, setNetworks] = useState(consumer?.networks.join(' ') ?? '')
  const [certificates, setCertificates] = useState(consumer?.certificates.join('\n') ?? '')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = consumerSchema.omit({ keys: true }).safeParse({
    id:
      consumer?.id ??
      newId(
        name,
        policy.consumers.map(({ id }) => id),
      ),
    enabled: consumer?.enabled ?? true,
    name,
    role,
    scopes: words(scopes),
    networks: words(networks),
    certificates: lines(certificates),
  })
  const checks = useEditChecks(policy.revision, read.success ? [{ kind: 'put-consumer', consumer: read.data }] : null)
  const problemOf = (field: string, sentence: string) =>
    tried && read.error?.issues.some(({ path }) => path[0] === field) ? sentence : null
  const submit = () => {
    setTried(true)
    if (!read.success) return
    const told = consumer ? `“${read.data.name}” was changed` : `“${read.data.name}” was added`
    void act.run(() => editPolicy(policy.revision, [{ kind: 'put-consumer', consumer: read.data }], told)).then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={consumer ? `Change “${consumer.name}”` : 'Add a consumer'}
      save={consumer ? 'Save changes' : 'Add consumer'}
      act={act}
      subject={consumer && { ...consumer, keys: [] }}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="Name"
          placeholder="Acme shop"
          value={name}
          error={problemOf('name', 'Give it a name of at most 80 letters.')}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
        <Field label="Role" help={consumerScopes[role].includes('*') ? 'May do everything.' : `Brings ${consumerScopes[role].join(', ')}.`}>
          {({ id, 'aria-describedby': below }) => (
            <Select id={id} aria-describedby={below} form value={role} options={roleOptions} onChange={setRole} />
          )}
        </Field>
      </div>
      <TextField
        label="More scopes"
        mono
        placeholder="None"
        help="Names of actions that routes ask for, with spaces between."
        value={scopes}
        error={problemOf('scopes', 'A scope has at most 60 letters; there are at most 50.')}
        onChange={(event) => setScopes(event.target.value)}
        autoComplete="off"
      />
      <TextField
        label="Networks"
        mono
        placeholder="From anywhere"
        help="Addresses or networks such as 10.0.0.0/8 that it must call from."
        value={networks}
        error={problemOf('networks', 'One of these is neither an address nor a network such as 10.0.0.0/8.')}
        onChange={(event) => setNetworks(event.target.value)}
        autoComplete="off"
      />
      <TextArea
        label="Certificates"
        mono
        rows={2}
        placeholder="None"
        help="One on each line: its SHA-256, or a name in it, such as DNS:client.example, URI:spiffe://… or CN:Acme. They count on ports that ask callers for certificates."
        value={certificates}
        error={problemOf('certificates', 'One of these is neither a SHA-256 nor DNS:, URI:, email: or CN: with a name.')}
        onChange={(event) => setCertificates(event.target.value)}
      />
    </PolicyDialog>
  )
}
