/** One key of a consumer: what is known of it, and the way to revoke it. */
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Consumer } from '../../../shared/consumer.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { useNowMs } from '../../ui/now.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { forgetUndo, problemSentence } from './guard-acts.ts'
import { renewGuard } from './guard-queries.ts'

export const ConsumerKey = ({ consumer, shown, mayWrite }: { consumer: Consumer; shown: Consumer['keys'][number]; mayWrite: boolean }) => {
  const [asking, setAsking] = useState(false)
  const nowMs = useNowMs()
  const expired = shown.expiresAtMs !== null && shown.expiresAtMs <= nowMs
  const revoke = async () => {
    await client.guard.revokeKey({ consumer: consumer.id, key: shown.id })
    forgetUndo()
    toastDone({ title: `The key gh_${shown.prefix}… is revoked`, text: 'It is refused from now on.' })
    await renewGuard()
  }
  return (
    <li className="flex min-h-7 items-center gap-3">
      <KeyRound aria-hidden className="text-3" />
      <span className="font-mono text-code">gh_{shown.prefix}…</span>
      <span className="text-small text-2">{shown.scopes === null ? 'All of its scopes' : shown.scopes.join(', ') || 'No scope'}</span>
      {shown.expiresAtMs !== null && (
        <span className="text-small text-2">
          {expired ? 'Expired ' : 'Until '}
          <Timestamp atMs={shown.expiresAtMs} look="day" />
        </span>
      )}
      <span className="flex-1" />
      {mayWrite && (
        <Button look="quiet" onClick={() => setAsking(true)} aria-label={`Revoke the key gh_${shown.prefix}…`}>
          Revoke…
        </Button>
      )}
      {asking && (
        <AskDialog
          title={`Revoke gh_${shown.prefix}…?`}
          text={`Whoever calls with this key of “${consumer.name}” is refused at once. This cannot be undone; a new key can be made.`}
          keep="Keep it"
          run="Revoke the key"
          act={revoke}
          tell={problemSentence}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}
