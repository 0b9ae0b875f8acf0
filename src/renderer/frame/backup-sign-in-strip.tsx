/** Whoever came in with a backup code has perhaps lost the authenticator: the way to the next one. */
import { useNavigate } from '@tanstack/react-router'
import { useSession } from '../api/access.ts'
import { backupSignIn } from '../api/backup-sign-in.ts'
import { useStore } from '../api/store.ts'
import { formatCounted } from '../ui/format.ts'
import { StateStrip } from '../ui/state-strip.tsx'

const text = (left: number): string => {
  if (left === 0)
    return 'It was the last one. Set up your authenticator again within five minutes, or only another administrator can let you in next time.'
  return `${formatCounted(left, 'backup code is', 'backup codes are')} left; a second one confirms the move to another authenticator.`
}

export const BackupSignInStrip = () => {
  const came = useStore(backupSignIn)
  const { sessionId } = useSession()
  const navigate = useNavigate()
  if (came?.sessionId !== sessionId) return null
  return (
    <StateStrip
      severity={came.codesLeft === 0 ? 'high' : 'medium'}
      title="You signed in with a backup code."
      action={{ label: 'Set up your authenticator again', run: () => void navigate({ to: '/account', hash: 'mfa' }) }}
      onDismiss={() => backupSignIn.set(null)}
    >
      {text(came.codesLeft)}
    </StateStrip>
  )
}
