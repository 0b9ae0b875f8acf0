/** Moves to another authenticator: what that means, a fresh code of the old one or a backup code, then the first code of the new one. */
import type { Enrolment } from '../../../shared/contract/access.ts'
import { backupSignIn } from '../../api/backup-sign-in.ts'
import { client, orpc } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { AuthenticatorSetup } from '../../ui/authenticator-setup.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { FirstCode } from '../access/first-code.tsx'
import { useCodeEntry } from '../access/use-code-entry.ts'
import { useStepUpAct } from './use-step-up-act.ts'

interface AuthenticatorDialogProps {
  open: boolean
  onClose: () => void
}

export const AuthenticatorDialog = ({ open, onClose }: AuthenticatorDialogProps) => {
  const begin = useStepUpAct(() => client.account.startMfaReplacement(), 'The move could not begin', onClose)
  const close = () => {
    begin.forget()
    onClose()
  }
  if (begin.result) return <ConfirmDialog enrolment={begin.result} onClose={close} />
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={open && !begin.busy}
      onClose={close}
      title="Move to another authenticator?"
      text="You need a code of the authenticator you have now, or a backup code if it is lost, and the new one. The old one works until the new one has shown its first code; after that it opens nothing. Your backup codes stay as they are."
      foot={
        <>
          <Button tall onClick={close}>
            Keep this one
          </Button>
          <Button tall look="primary" onClick={begin.run}>
            Move to another
          </Button>
        </>
      }
    />
  )
}

const tooLate = 'This took longer than ten minutes. Close this and begin again; the old authenticator still works.'

const ConfirmDialog = ({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) => {
  const entry = useCodeEntry({
    send: async (code) => {
      await withStepUp(() => client.account.confirmMfaReplacement({ ticket: enrolment.ticket, code }))
      backupSignIn.set(null)
      toastDone({ title: 'Moved to the new authenticator', text: 'The old one opens nothing any more. You can delete its entry.' })
      await queryClient.invalidateQueries({ queryKey: orpc.account.key() })
      onClose()
    },
    explain: (error) => (errorOf(error, 'TICKET_EXPIRED') ? { sentence: tooLate, waitUntilMs: null } : undefined),
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Set up the new authenticator"
      text="Until its first code is confirmed here, the old one stays in force."
      initialFocus={entry.inputRef}
      foot={
        <Button tall onClick={onClose}>
          Keep the old one
        </Button>
      }
    >
      <AuthenticatorSetup qr={enrolment.qr} secret={enrolment.secret}>
        <FirstCode {...entry} />
      </AuthenticatorSetup>
    </Dialog>
  )
}
