/** Replaces the backup codes: names what is lost, asks for a fresh code, then shows the ten new ones once. */
import { useState } from 'react'
import { useSession } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { queryClient } from '../../api/query-client.ts'
import { BackupCodes, KeptThem } from '../../ui/backup-codes.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { useStepUpAct } from './use-step-up-act.ts'

interface BackupCodesDialogProps {
  open: boolean
  codesLeft: number
  onClose: () => void
}

export const BackupCodesDialog = ({ open, codesLeft, onClose }: BackupCodesDialogProps) => {
  const replace = useStepUpAct(
    async () => {
      const { backupCodes } = await client.account.reissueBackupCodes()
      await queryClient.invalidateQueries({ queryKey: orpc.account.mine.queryKey() })
      return backupCodes
    },
    'The codes were not replaced',
    onClose,
  )
  const close = () => {
    replace.forget()
    onClose()
  }
  if (replace.result) return <NewCodesDialog codes={replace.result} onDone={close} />
  const old =
    codesLeft === 0
      ? ''
      : codesLeft === 1
        ? 'The one that is left stops working at once. '
        : `The ${codesLeft} that are left stop working at once. `
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={open && !replace.busy}
      onClose={close}
      title="Replace your backup codes?"
      text={`${old}You get ten new ones, shown only once.`}
      foot={
        <>
          <Button tall onClick={close}>
            Keep the old ones
          </Button>
          <Button tall look="primary" onClick={replace.run}>
            Replace backup codes
          </Button>
        </>
      }
    />
  )
}

/** Closes only by its button: what is shown once must not vanish by a stray key. */
const NewCodesDialog = ({ codes, onDone }: { codes: string[]; onDone: () => void }) => {
  const [kept, setKept] = useState(false)
  const [downloading, setDownloading] = useState(false)
  const { name } = useSession().user
  const download = async () => {
    setDownloading(true)
    try {
      startDownload((await client.account.downloadBackupCodes({ backupCodes: codes })).url)
    } catch (error) {
      toastProblem({ title: 'The file could not be made', text: describeProblem(error).sentence })
    } finally {
      setDownloading(false)
    }
  }
  return (
    <Dialog
      open
      wide
      onClose={() => kept && onDone()}
      title="Your new backup codes"
      foot={
        <div className="flex w-full items-center justify-between">
          <KeptThem kept={kept} onChange={setKept} />
          <Button tall look="primary" disabled={!kept} onClick={onDone}>
            Done
          </Button>
        </div>
      }
    >
      <BackupCodes title="Keep them now" codes={codes} userName={name} onDownload={() => void download()} downloading={downloading} />
    </Dialog>
  )
}
