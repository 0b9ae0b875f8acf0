/** One's own access tokens: what each may, when it was used, and the way to make and to revoke one. */
import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { MakeTokenDialog, type MadeToken } from './make-token.dialog.tsx'
import { NewTokenDialog } from './new-token.dialog.tsx'
import { endedWord, partTokens } from './token-words.ts'

interface TokensPanelProps {
  /** The dialog that makes one is open: the address says so. */
  making: boolean
  onMake: () => void
  onClose: () => void
}

const revoke = async (token: AccessToken) => {
  try {
    await client.tokens.revoke({ id: token.id })
    toastDone({ title: `The token “${token.name}” is revoked`, text: 'It is refused from now on.' })
  } finally {
    await queryClient.invalidateQueries({ queryKey: orpc.tokens.key() })
  }
}

export const TokensPanel = ({ making, onMake, onClose }: TokensPanelProps) => {
  const { data, error, refetch } = useQuery(orpc.tokens.mine.queryOptions())
  const [made, setMade] = useState<MadeToken | null>(null)
  const [revoking, setRevoking] = useState<AccessToken | null>(null)
  const [endedShown, setEndedShown] = useState(false)
  const { active, ended } = partTokens(data ?? [])
  const add = <Button onClick={onMake}>Make a token…</Button>
  return (
    <Section
      id="tokens"
      title="Access tokens"
      text="With one of these your own programs use the console’s REST interface under your name. Each may only what you chose, and ends by itself."
      actions={data && data.length > 0 && add}
    >
      {!data && error && (
        <ErrorState title="The tokens could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Loading the access tokens">
          <Skeleton className="mb-4 w-3/4" />
          <Skeleton className="w-2/3" />
        </Loading>
      )}
      {data?.length === 0 && (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="None of your programs has a token"
          text="A script that reads the log or watches the metrics needs one. It never needs your password."
          action={add}
        />
      )}
      {data && data.length > 0 && (
        <ul aria-label="Your access tokens">
          {[...active, ...(endedShown ? ended : [])].map((token) => (
            <TokenLine key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <Button look="text" className="mt-2" aria-expanded={endedShown} onClick={() => setEndedShown(!endedShown)}>
          {endedShown ? 'Hide those that ended' : `Show ${formatCounted(ended.length, 'token', 'tokens')} that ended`}
        </Button>
      )}
      {making && made === null && <MakeTokenDialog onMade={setMade} onClose={onClose} />}
      {made && (
        <NewTokenDialog
          made={made}
          onDone={() => {
            setMade(null)
            onClose()
          }}
        />
      )}
      {revoking && (
        <AskDialog
          title={`Revoke “${revoking.name}”?`}
          text="Programs that use this token are refused at once. This cannot be undone; you can make another."
          keep="Keep it"
          run="Revoke the token"
          act={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </Section>
  )
}

const TokenLine = ({ token, onRevoke }: { token: AccessToken; onRevoke: () => void }) => (
  <li className="flex items-start gap-4 border-b border-hairline-soft py-2 last:border-0">
    <div className="min-w-0 flex-1">
      <p className="flex items-center gap-2">
        <span className="cut font-strong" title={token.name}>
          {token.name}
        </span>
        <span className="font-mono text-code text-3">{token.prefix}…</span>
        {token.state !== 'active' && <Badge>{endedWord(token)}</Badge>}
      </p>
      <p className="text-small text-2">
        {token.lastUsedAtMs === null ? (
          'Never used'
        ) : (
          <>
            Used <RelativeTime atMs={token.lastUsedAtMs} /> from {token.lastUsedFrom}
          </>
        )}
        {token.state === 'active' && (
          <>
            , ends <RelativeTime atMs={token.expiresAtMs} />
          </>
        )}
        , made <RelativeTime atMs={token.createdAtMs} />
      </p>
      <p className="text-small text-2">
        May <span className="font-mono text-code">{token.permissions.join(', ')}</span>
      </p>
    </div>
    {token.state === 'active' && (
      <Button look="quiet" className="-mr-2" onClick={onRevoke} aria-label={`Revoke the token ${token.name}`}>
        Revoke…
      </Button>
    )}
  </li>
)
