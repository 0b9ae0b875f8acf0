/** Who is asked about a key whose provider has no address of its own here. The key goes there, so it takes a fresh code. */
import { useState } from 'react'
import type { VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { useKeyAct } from './use-key-act.ts'

export const CheckAddressDialog = ({ of: key, onClose }: { of: VaultKeyDetail; onClose: () => void }) => {
  const act = useKeyAct(key)
  const [url, setUrl] = useState(key.checkAddress.url ?? '')
  const { problem } = act
  const submit = () => {
    if (act.busy) return
    void act.run(async ({ id, version, label }) => {
      try {
        const set = await withStepUp(() => client.vault.setCheckAddress({ id, version, url: url.trim() || null }), {
          title: `Change where “${label}” is checked?`,
          text: 'Enter a fresh code from your authenticator. Whoever answers at this address gets to know the key with each check. The change is written to the audit log in your name.',
        })
        toastDone({ title: set.checkHost ? `“${label}” is checked at ${set.checkHost}` : `Nobody is asked about “${label}” any more` })
        onClose()
      } catch (error) {
        // What was typed stays.
        if (!(error instanceof StepUpCancelled)) throw error
      }
    })
  }
  return (
    <FormDialog
      title={`Where “${key.label}” is checked`}
      text="A check asks this address with the key as a bearer token. Choose something that only reads and costs nothing, such as the account of the key: 401 means that the key is refused, any success that it holds."
      save="Save address"
      act={{ busy: act.busy, problem: null }}
      wrongField={problem?.field === 'url' ? 'url' : null}
      onSubmit={submit}
      onClose={onClose}
    >
      <ActNotices conflict={act.conflict} problem={problem && problem.field !== 'url' ? problem.sentence : null} />
      <TextField
        label="Address"
        mono
        placeholder="https://api.example.com/me"
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        error={problem?.field === 'url' ? problem.sentence : null}
        help="HTTPS at a public address. Redirects are not followed. Empty: nobody is asked."
      />
    </FormDialog>
  )
}
