/** Revokes a key for good, and says what is lost. */
import type { VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { providerNames } from './provider-names.ts'
import { useKeyAct } from './use-key-act.ts'

export const RevokeKeyDialog = ({ of: key, onClose }: { of: VaultKeyDetail; onClose: () => void }) => {
  const act = useKeyAct(key)
  const { seen } = act
  const revoke = () =>
    void act.run(async ({ id, version, label }) => {
      await client.vault.revoke({ id, version })
      toastDone({ title: `“${label}” was revoked`, text: 'Its text is destroyed. Its history stays in the list.' })
      onClose()
    })
  const where = seen.provider === 'other' ? 'where it came from' : `at ${providerNames[seen.provider]}`
  const versions = seen.state.kind === 'swapping' ? 'The text of all its versions, the one in overlap too, is' : 'Its text is'
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Revoke “${seen.label}”?`}
      text={`${versions} destroyed in this vault at once; nobody can bring it back. What still uses the key elsewhere goes on working until you revoke it ${where} as well.`}
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="danger" onClick={revoke} busy={act.busy}>
            Revoke key
          </Button>
        </>
      }
    >
      <ActNotices conflict={act.conflict} problem={act.problem?.sentence ?? null} />
    </Dialog>
  )
}
