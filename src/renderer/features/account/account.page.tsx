/** One's own account: who one is, and what protects it. The address says which dialog is open (#password, #mfa, #backup-codes, #new-token). */
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Account } from '../../../shared/contract/account.ts'
import { roleSentences } from '../../../shared/permission-words.ts'
import { signOut } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { codesIssued, codesLeftSentence, fewCodes } from './account-words.ts'
import { AuthenticatorDialog } from './authenticator.dialog.tsx'
import { BackupCodesDialog } from './backup-codes.dialog.tsx'
import { PasswordDialog } from './password.dialog.tsx'
import { TokensPanel } from '../tokens/tokens.panel.tsx'
import { SessionsPanel } from './sessions.panel.tsx'

const Waiting = () => (
  <Loading label="Loading your account">
    {[0, 1, 2, 3].map((section) => (
      <div key={section} className="grid gap-3 border-b border-hairline px-4 py-6">
        <Skeleton className="w-32" />
        <Skeleton className="w-80" />
      </div>
    ))}
  </Loading>
)

export const AccountPage = () => {
  const { data, error, refetch } = useQuery(orpc.account.mine.queryOptions())
  const { hash } = useLocation()
  const navigate = useNavigate({ from: '/account' })
  const open = (dialog: string) => void navigate({ hash: dialog })
  const close = () => void navigate({ hash: '', replace: true })
  useEffect(() => {
    if (hash === 'sessions' || hash === 'tokens') document.getElementById(hash)?.scrollIntoView()
  }, [hash])
  if (!data && error)
    return <ErrorState title="Your account could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <>
      <PageScroll label="Account">
        <Protection account={data} onOpen={open} />
        <SessionsPanel />
        <TokensPanel making={hash === 'new-token'} onMake={() => open('new-token')} onClose={close} />
      </PageScroll>
      <PasswordDialog open={hash === 'password'} onClose={close} />
      {data.mfaEnrolledAtMs !== null && (
        <>
          <AuthenticatorDialog open={hash === 'mfa'} onClose={close} />
          <BackupCodesDialog open={hash === 'backup-codes'} codesLeft={data.backupCodesLeft} onClose={close} />
        </>
      )}
    </>
  )
}

const Protection = ({ account, onOpen }: { account: Account; onOpen: (dialog: string) => void }) => {
  const { user } = account
  return (
    <>
      <Section id="you" title="You">
        <Facts
          facts={[
            { name: 'Name', value: user.name },
            {
              name: 'Role',
              value: (
                <>
                  {user.role} <span className="text-2">{roleSentences[user.role]}.</span>
                  <Link to="/users/roles" className="text-accent-text hover:underline">
                    What the roles may do
                  </Link>
                </>
              ),
            },
            { name: 'Since', value: <Timestamp atMs={account.createdAtMs} look="day" /> },
          ]}
        />
      </Section>
      <Section
        id="password-section"
        title="Password"
        text={
          <>
            Set <RelativeTime atMs={account.passwordChangedAtMs} />.
          </>
        }
        actions={<Button onClick={() => onOpen('password')}>Change password…</Button>}
      />
      <SecondFactor account={account} onOpen={onOpen} />
    </>
  )
}

const SecondFactor = ({ account, onOpen }: { account: Account; onOpen: (dialog: string) => void }) => {
  const { backupCodesLeft, mfaEnrolledAtMs, backupCodesIssuedAtMs } = account
  if (mfaEnrolledAtMs === null) return <NoSecondFactor />
  return (
    <>
      <Section
        id="mfa-section"
        title="Authenticator"
        text={
          <>
            Enrolled <RelativeTime atMs={mfaEnrolledAtMs} />. Signing in takes a code from it after your password.
          </>
        }
        actions={<Button onClick={() => onOpen('mfa')}>Move to another…</Button>}
      />
      <Section
        id="backup-codes-section"
        title="Backup codes"
        text={
          <>
            {backupCodesLeft} of {codesIssued} are left, issued <RelativeTime atMs={backupCodesIssuedAtMs ?? mfaEnrolledAtMs} />. Each opens
            the door once if your phone is lost.
          </>
        }
        actions={<Button onClick={() => onOpen('backup-codes')}>Replace backup codes…</Button>}
      >
        {backupCodesLeft <= fewCodes && (
          <Notice severity={backupCodesLeft === 0 ? 'high' : 'medium'}>{codesLeftSentence(backupCodesLeft)}</Notice>
        )}
      </Section>
    </>
  )
}

const NoSecondFactor = () => {
  const [leaving, setLeaving] = useState(false)
  const signInAgain = () => {
    setLeaving(true)
    void signOut()
  }
  return (
    <Section
      id="mfa-section"
      title="No authenticator"
      text="You signed in by your password alone, and whatever asks for a fresh code stays closed to you. Sign in again to set up an authenticator; you receive ten backup codes with it."
      actions={
        <Button busy={leaving} onClick={signInAgain}>
          Sign in again
        </Button>
      }
    />
  )
}
