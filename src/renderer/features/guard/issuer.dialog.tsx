/** Adds an issuer of tokens or changes one. */
import { useState } from 'react'
import type { Issuer } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { IssuerCallerFields } from './issuer-caller-fields.tsx'
import { issuerDraftOf, readIssuer, type IssuerField, type IssuerPartProps } from './issuer-draft.ts'
import { IssuerKeyFields } from './issuer-key-fields.tsx'
import { newId } from './new-id.ts'

const tabOf = (field: IssuerField): string => {
  if (['keys', 'url', 'text', 'keyId', 'algorithms', 'refresh', 'goodFor'].includes(field)) return 'keys'
  return ['callerClaim', 'callers', 'others', 'roleClaim', 'roles', 'scopeClaim'].includes(field) ? 'callers' : 'tokens'
}

const TokenFields = ({ draft, errorOf, onChange }: IssuerPartProps) => {
  const typed = (field: 'name' | 'issuer' | 'audiences' | 'type' | 'tolerance' | 'lifetime') => ({
    value: draft[field],
    error: errorOf(field),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
    autoComplete: 'off',
  })
  return (
    <div className="grid grid-cols-2 items-start gap-4 p-4 pb-0">
      <TextField {...typed('name')} label="Name" placeholder="Company login" />
      <TextField {...typed('type')} label="Type of token" mono placeholder="JWT, at+jwt or none" help="The header typ, such as at+jwt." />
      <TextField
        {...typed('issuer')}
        className="col-span-2"
        label="Issuer"
        mono
        placeholder="https://login.example.com/"
        help="The claim iss, letter by letter."
      />
      <TextField
        {...typed('audiences')}
        className="col-span-2"
        label="Audiences"
        mono
        placeholder="https://api.example.com"
        help="The claim aud must hold one of these. With spaces between."
      />
      <TextField {...typed('tolerance')} label="Clocks may differ by" inputMode="decimal" after="s" />
      <TextField {...typed('lifetime')} label="Longest life of a token" inputMode="decimal" after="h" />
    </div>
  )
}

/** `issuer` null: a new one. */
export const IssuerDialog = ({ policy, issuer, onClose }: { policy: Policy; issuer: Issuer | null; onClose: () => void }) => {
  const [draft, setDraft] = useState(() => issuerDraftOf(issuer))
  const [tab, setTab] = useState('tokens')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const id = newId(
    draft.name,
    policy.issuers.map((one) => one.id),
  )
  const read = readIssuer(issuer, id, draft)
  const edits = read.kind === 'issuer' ? [{ kind: 'put-issuer' as const, issuer: read.issuer }] : null
  const checks = useEditChecks(policy.revision, edits)
  const submit = () => {
    setTried(true)
    if (read.kind === 'problem') setTab(tabOf(read.field))
    if (!edits) return
    const told = issuer ? `“${draft.name.trim()}” was changed` : `Tokens of “${draft.name.trim()}” are taken`
    void act.run(() => editPolicy(policy.revision, edits, told)).then((done) => done && onClose())
  }
  const parts: IssuerPartProps = {
    draft,
    errorOf: (field) => (tried && read.kind === 'problem' && read.field === field ? read.sentence : null),
    onChange: (part) => setDraft({ ...draft, ...part }),
  }
  return (
    <PolicyDialog
      title={issuer ? `Change the issuer “${issuer.name}”` : 'Add an issuer of tokens'}
      save={issuer ? 'Save changes' : 'Add issuer'}
      act={act}
      subject={issuer}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="-mx-4 flex min-h-88 flex-col">
        <Tabs
          label="Parts of the issuer"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'tokens', label: 'Tokens', content: <TokenFields {...parts} /> },
            { value: 'keys', label: 'Keys', content: <IssuerKeyFields {...parts} /> },
            { value: 'callers', label: 'Callers', content: <IssuerCallerFields {...parts} policy={policy} /> },
          ]}
        />
      </div>
    </PolicyDialog>
  )
}
