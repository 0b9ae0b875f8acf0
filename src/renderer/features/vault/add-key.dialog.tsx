/** Stores a key: pasted, recognised by how it begins, labelled, tagged, with its expiry. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type RefObject } from 'react'
import { keyLabel, keyText, type Provider } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { DuplicateNotice } from './duplicate-notice.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { expiresAt, expiryProblem, noExpiry } from './expiry.ts'
import { tagsInUse } from './key-groups.ts'
import { hintSentence } from './key-words.ts'
import { KeyTextField } from './key-text-field.tsx'
import { ProviderField } from './provider-field.tsx'
import { providerNames, suggestLabel } from './provider-names.ts'
import { TagsField } from './tags-field.tsx'
import { useRecognised } from './use-recognised.ts'
import { keysOptions, renewVault } from './vault-queries.ts'

interface AddKeyProps {
  open: boolean
  onClose: () => void
  onAdded: (id: string) => void
}

const formId = 'add-key'

export const AddKeyDialog = ({ open, onClose, onAdded }: AddKeyProps) => {
  const [busy, setBusy] = useState(false)
  const text = useRef<HTMLTextAreaElement>(null)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Add a key"
      text="It is encrypted before it is stored. After this, it is shown only to who enters a fresh code."
      initialFocus={text}
      foot={
        <>
          <Button tall onClick={onClose}>
            Cancel
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={busy}>
            Add key
          </Button>
        </>
      }
    >
      <AddKeyForm textInput={text} busy={busy} onBusy={setBusy} onLeave={onClose} onAdded={onAdded} />
    </Dialog>
  )
}

interface FormProps {
  textInput: RefObject<HTMLTextAreaElement | null>
  busy: boolean
  onBusy: (busy: boolean) => void
  onLeave: () => void
  onAdded: (id: string) => void
}

type Problems = Partial<Record<'text' | 'label' | 'expiry' | 'all', string>>
const issueOf = (schema: typeof keyLabel | typeof keyText, value: string) => schema.safeParse(value).error?.issues[0]?.message

/** Lives as long as the dialog is open, so that nothing typed outlives it. */
const AddKeyForm = ({ textInput, busy, onBusy, onLeave, onAdded }: FormProps) => {
  const keys = useQuery(keysOptions(false)).data ?? []
  const [label, setLabel] = useState('')
  const [labelTyped, setLabelTyped] = useState(false)
  const [provider, setProvider] = useState<Provider | null>(null)
  const [tags, setTags] = useState<string[]>([])
  const [expiry, setExpiry] = useState(noExpiry)
  const [problems, setProblems] = useState<Problems>({})
  const labelInput = useRef<HTMLInputElement>(null)
  const { recognised, judge } = useRecognised((found) => {
    const suggested = found
      ? suggestLabel(
          found.provider,
          keys.map((key) => key.label),
        )
      : ''
    if (!labelTyped) setLabel(suggested)
  })
  const show = (found: Problems) => {
    setProblems(found)
    if (found.text) textInput.current?.focus()
    else if (found.label) labelInput.current?.focus()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const text = textInput.current?.value ?? ''
    const nowMs = Date.now()
    const found: Problems = {
      text: issueOf(keyText, text),
      label: issueOf(keyLabel, label),
      expiry: expiryProblem(expiry, nowMs) ?? undefined,
    }
    if (found.text || found.label || found.expiry) return show(found)
    setProblems({})
    onBusy(true)
    try {
      const added = await client.vault.add({ text, label, tags, provider, expiresAtMs: expiresAt(expiry, nowMs) })
      toastDone({ title: `“${added.label}” is in the vault` })
      void renewVault()
      onAdded(added.id)
    } catch (error) {
      const { sentence } = describeProblem(error)
      const field = errorOf(error, 'INVALID_INPUT')?.data.field
      show(
        errorOf(error, 'CONFLICT') || field === 'label' ? { label: sentence } : field === 'text' ? { text: sentence } : { all: sentence },
      )
    } finally {
      onBusy(false)
    }
  }
  return (
    <form id={formId} onSubmit={submit} className="grid gap-4" noValidate>
      <ActNotices conflict={null} problem={problems.all ?? null} />
      <KeyTextField
        label="Key"
        inputRef={textInput}
        help={
          recognised
            ? `${recognised.provider === 'other' ? 'Nobody’s prefix is known here.' : `Looks like a key of ${providerNames[recognised.provider]}.`} ${hintSentence(recognised.hint)}`
            : 'Paste it as it is. Several lines are kept as they are, as of a private key.'
        }
        error={problems.text}
        onInput={(text) => {
          setProblems({ ...problems, text: undefined })
          judge(text)
        }}
      />
      {recognised?.duplicateOf && <DuplicateNotice of={recognised.duplicateOf} onLeave={onLeave} />}
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          ref={labelInput}
          label="Label"
          help="What you call it, as in research or billing, live."
          error={problems.label}
          value={label}
          onChange={(event) => {
            setLabel(event.target.value)
            setLabelTyped(true)
            setProblems({ ...problems, label: undefined })
          }}
          autoComplete="off"
        />
        <ProviderField value={provider ?? recognised?.provider ?? 'other'} onChange={setProvider} />
      </div>
      <TagsField tags={tags} onChange={setTags} suggestions={tagsInUse(keys)} />
      <ExpiryField expiry={expiry} onChange={setExpiry} error={problems.expiry ?? null} />
    </form>
  )
}
