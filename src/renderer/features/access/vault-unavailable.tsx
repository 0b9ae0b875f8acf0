/** The master key cannot be read: why, and the button that tries again. */
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

export const VaultUnavailable = ({ reason: first, onMended }: { reason: string; onMended: () => void }) => {
  const [reason, setReason] = useState(first)
  const [busy, setBusy] = useState(false)
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
    <Notice severity="critical" alert>
      <p>
        <strong className="font-strong">The vault cannot be opened.</strong> {reason}
      </p>
      <Button className="mt-2" onClick={retry} busy={busy}>
        Try again
      </Button>
    </Notice>
  )
}
