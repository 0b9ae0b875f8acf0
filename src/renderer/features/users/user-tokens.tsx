/** The access tokens of a user's programs, and the way to revoke each. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { endedWord, partTokens } from '../tokens/token-words.ts'
import { revokeToken } from './user-acts.ts'

export const UserTokens = ({ of: user }: { of: ManagedUser }) => {
  const { data, error, refetch } = useQuery(orpc.tokens.ofUser.queryOptions({ input: { userId: user.id } }))
  const [revoking, setRevoking] = useState<AccessToken | null>(null)
  if (!data && error)
    return (
      <PanelSection title="Access tokens">
        <ErrorState title="The tokens could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      </PanelSection>
    )
  if (!data) return null
  const { active, ended } = partTokens(data)
  return (
    <PanelSection title="Access tokens">
      {data.length === 0 && <p className="text-2">{user.name} has made none for programs.</p>}
      {data.length > 0 && (
        <ul aria-label={`Access tokens of ${user.name}`}>
          {[...active, ...ended].map((token) => (
            <TokenLine key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {revoking && (
        <AskDialog
          title={`Revoke “${revoking.name}”?`}
          text={`Programs of ${user.name} that use this token are refused at once. This cannot be undone; ${user.name} can make another.`}
          keep="Keep it"
          run="Revoke the token"
          act={() => revokeToken(user, revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </PanelSection>
  )
}

const TokenLine = ({ token, onRevoke }: { token: AccessToken; onRevoke: () => void }) => (
  <li className="flex items-center gap-2 border-b border-hairline-soft py-1.5 last:border-0">
    <div className="min-w-0 flex-1">
      <p className="flex items-center gap-2">
        <span className="cut" title={token.name}>
          {token.name}
        </span>
        {token.state !== 'active' && <Badge>{endedWord(token)}</Badge>}
      </p>
      <p className="text-small text-2">
        <span className="font-mono text-code">{token.prefix}…</span>, {formatCounted(token.permissions.length, 'permission', 'permissions')}
        ,{' '}
        {token.lastUsedAtMs === null ? (
          'never used'
        ) : (
          <>
            used <RelativeTime atMs={token.lastUsedAtMs} />
          </>
        )}
        {token.state === 'active' && (
          <>
            , ends <RelativeTime atMs={token.expiresAtMs} />
          </>
        )}
      </p>
    </div>
    {token.state === 'active' && (
      <Button look="quiet" onClick={onRevoke} aria-label={`Revoke the token ${token.name}`}>
        Revoke…
      </Button>
    )}
  </li>
)
