/** The master key cannot be read: why, the button that tries again, and the way in with a recovery key. */
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RecoveryKeyForm } from './recovery-key.form.tsx'

export const VaultUnavailable = ({ reason: first, onMended }: { reason: string; onMended: () => void }) => {
  const [reason, setReason] = useState(first)
  const [busy, setBusy] = useState(false)
  const [recovering, setRecovering] = useState(false)
  const retry = async () => {
    setBusy(true)
    try {
      const { vault } = await client.console.retryKeychain()
      if (vault.kind === 'unavailable') setReason(vault.reason)
      else onMended()
    } catch (error) {
      setReason(describeProblem(error).sentence)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Notice severity="critical" alert>
        <p>
          <strong className="font-strong">The vault cannot be opened.</strong> {reason}
        </p>
        {!recovering && (
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={retry} busy={busy}>
              Try again
            </Button>
            <Button look="quiet" onClick={() => setRecovering(true)}>
              Open with a recovery key
            </Button>
          </div>
        )}
      </Notice>
      {recovering && <RecoveryKeyForm onOpened={onMended} onBack={() => setRecovering(false)} />}
    </>
  )
}
