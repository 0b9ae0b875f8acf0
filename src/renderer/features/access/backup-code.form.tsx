/** A backup code instead of the authenticator's; the only way in while signing in is locked. */
import type { SessionGrant } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { formatClockMinutes, formatDuration } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { BackupCodeField, useBackupCodeEntry } from './backup-code.field.tsx'

interface BackupCodeFormProps {
  ticket: string
  /** Signing in by code is locked until then; null where it is not. */
  lockedUntilMs: number | null
  onSignedIn: (grant: SessionGrant & { backupCodesLeft: number }) => Promise<void>
  onExpired: () => void
  /** Back to the authenticator's code; null where that is locked. */
  onCode: (() => void) | null
  onBack: () => void
}

const LockedNotice = ({ untilMs }: { untilMs: number }) => {
  const leftMs = untilMs - useNowMs()
  if (leftMs <= 0)
    return (
      <Notice severity="info">The lock is over. Go back and sign in with a code from your authenticator, or use a backup code now.</Notice>
    )
  return (
    <Notice severity="medium">
      Too many attempts failed, so signing in with a code is locked until {formatClockMinutes(untilMs)}, for {formatDuration(leftMs)}. If
      the password you entered is right, one of your backup codes opens at once.
    </Notice>
  )
}

export const BackupCodeForm = ({ ticket, lockedUntilMs, onSignedIn, onExpired, onCode, onBack }: BackupCodeFormProps) => {
  const entry = useBackupCodeEntry(
    async (backupCode) => onSignedIn(await client.access.submitBackupCode({ ticket, backupCode })),
    (error) => (errorOf(error, 'TICKET_EXPIRED') ? onExpired : undefined),
  )
  return (
    <form onSubmit={entry.submit} className="grid gap-4" noValidate>
      {lockedUntilMs !== null && <LockedNotice untilMs={lockedUntilMs} />}
      <BackupCodeField {...entry} />
      <Button look="primary" tall type="submit" busy={entry.busy}>
        Sign in
      </Button>
      <div className="flex items-center justify-between">
        {onCode ? (
          <Button look="text" onClick={onCode}>
            Use your authenticator instead
          </Button>
        ) : (
          <span />
        )}
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  )
}
