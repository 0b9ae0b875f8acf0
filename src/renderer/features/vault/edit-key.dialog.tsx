/** Changes what is known of a key: label, tags, provider, expiry. The key itself stays. */
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { keyLabel, type VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { expiresAt, expiryFrom, expiryProblem } from './expiry.ts'
import { tagsInUse } from './key-groups.ts'
import { ProviderField } from './provider-field.tsx'
import { TagsField } from './tags-field.tsx'
import { useKeyAct } from './use-key-act.ts'
import { keysOptions } from './vault-queries.ts'

const formId = 'edit-key'

export const EditKeyDialog = ({ of: key, onClose }: { of: VaultKeyDetail; onClose: () => void }) => {
  const act = useKeyAct(key)
  const keys = useQuery(keysOptions(false)).data ?? []
  const [label, setLabel] = useState(key.label)
  const [provider, setProvider] = useState(key.provider)
  const [tags, setTags] = useState(key.tags)
  const [expiry, setExpiry] = useState(expiryFrom(key.expiresAtMs))
  const { problem } = act
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (act.busy) return
    const nowMs = Date.now()
    const wrongLabel = keyLabel.safeParse(label).error?.issues[0]?.message
    if (wrongLabel) return act.refuse(wrongLabel, 'label')
    const wrongExpiry = expiryProblem(expiry, nowMs, key.expiresAtMs)
    if (wrongExpiry) return act.refuse(wrongExpiry, 'expiresAtMs')
    void act.run(async ({ id, version }) => {
      const edited = await client.vault.edit({ id, version, label, tags, provider, expiresAtMs: expiresAt(expiry, nowMs, key.expiresAtMs) })
      toastDone({ title: `“${edited.label}” was changed` })
      onClose()
    })
  }
  const problemOf = (field: string) => (problem?.field === field ? problem.sentence : null)
  const elsewhere = problem && !['label', 'expiresAtMs'].includes(problem.field ?? '') ? problem.sentence : null
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Edit “${key.label}”`}
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
      <form id={formId} onSubmit={submit} className="grid gap-4" noValidate>
        <ActNotices
          conflict={act.conflict}
          problem={elsewhere}
          kept="What you typed is kept below; saving writes it over what the other window wrote."
        />
        <div className="grid grid-cols-2 items-start gap-4">
          <TextField
            label="Label"
            error={problemOf('label')}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            autoComplete="off"
          />
          <ProviderField value={provider} onChange={setProvider} />
        </div>
        <TagsField tags={tags} onChange={setTags} suggestions={tagsInUse(keys)} />
        <ExpiryField expiry={expiry} onChange={setExpiry} error={problemOf('expiresAtMs')} />
      </form>
    </Dialog>
  )
}
