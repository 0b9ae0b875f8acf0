/** Asks before a backup is deleted, and says what goes with it. */
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { client } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { deletionConsequence } from './backup-words.ts'
import { renewBackups } from './use-backup.ts'

interface DeleteDialogProps {
  of: KeptBackup
  kept: readonly KeptBackup[]
  onClose: () => void
}

export const DeleteBackupDialog = ({ of: backup, kept, onClose }: DeleteDialogProps) => {
  const { name } = backup
  const act = async () => {
    try {
      await withStepUp(() => client.backup.remove({ name }), {
        title: `Delete ${name}?`,
        text: 'Deleting a backup asks for a code from your authenticator.',
      })
      toastDone({ title: 'The backup was deleted', text: name })
    } finally {
      void renewBackups()
    }
  }
  return (
    <AskDialog
      title={`Delete ${name}?`}
      text={`There is no way back. ${deletionConsequence(backup, kept)}`}
      keep="Keep it"
      run="Delete backup"
      act={act}
      onClose={onClose}
    />
  )
}
