/** Makes a recovery key and shows it once: to copy, print or keep as a file, with the tick that it is kept. */
import { Download, Printer } from 'lucide-react'
import { useState } from 'react'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { useStepUpAct } from '../account/use-step-up-act.ts'

interface RecoveryKeyDialogProps {
  open: boolean
  /** There is one already, which becomes void. */
  replaces: boolean
  onClose: () => void
}

export const RecoveryKeyDialog = ({ open, replaces, onClose }: RecoveryKeyDialogProps) => {
  const create = useStepUpAct(
    async () => {
      const { recoveryKey } = await client.masterKey.createRecoveryKey()
      await queryClient.invalidateQueries({ queryKey: orpc.masterKey.key() })
      return recoveryKey
    },
    'No recovery key was made',
    onClose,
  )
  const close = () => {
    create.forget()
    onClose()
  }
  if (create.result) return <NewKeyDialog recoveryKey={create.result} onDone={close} />
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={open && !create.busy}
      onClose={close}
      title={replaces ? 'Replace the recovery key?' : 'Create a recovery key?'}
      text={`${replaces ? 'The one you have is void at once: the paper it is on opens nothing any more. ' : ''}It is shown only once. With a copy of the database it opens every secret, so keep it like cash, and away from this machine.`}
      foot={
        <>
          <Button tall onClick={close}>
            {replaces ? 'Keep the old one' : 'Cancel'}
          </Button>
          <Button tall look="primary" onClick={create.run}>
            {replaces ? 'Replace recovery key' : 'Create recovery key'}
          </Button>
        </>
      }
    />
  )
}

/** Closes only by its button: what is shown once must not vanish by a stray key. */
const NewKeyDialog = ({ recoveryKey, onDone }: { recoveryKey: string; onDone: () => void }) => {
  const [kept, setKept] = useState(false)
  const [downloading, setDownloading] = useState(false)
  const download = async () => {
    setDownloading(true)
    try {
      startDownload((await client.masterKey.downloadRecoveryKey({ recoveryKey })).url)
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
      title="Your recovery key"
      text="It is shown only now; Gatehouse stores no readable copy. Print it, write it down or keep it as a file, away from this machine: its groups are read line by line."
      foot={
        <div className="flex w-full items-center justify-between">
          <Checkbox checked={kept} onChange={setKept}>
            I have kept it in a safe place
          </Checkbox>
          <Button tall look="primary" disabled={!kept} onClick={onDone}>
            Done
          </Button>
        </div>
      }
    >
      <div data-print className="rounded-2 bg-surface-0 p-4 forced-colors:border">
        <p className="hidden font-strong print:mb-4 print:block">Gatehouse recovery key. It opens the vault; keep it like cash.</p>
        <ol aria-label="Recovery key" className="grid w-fit grid-cols-3 gap-x-8 gap-y-1 font-mono text-title">
          {recoveryKey.split('-').map((group, at) => (
            <li key={at}>{group}</li>
          ))}
        </ol>
      </div>
      <div className="flex gap-2">
        <CopyButton text={recoveryKey} name="Copy recovery key" label="Copy" />
        <Button onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
        <Button onClick={() => void download()} busy={downloading}>
          <Download aria-hidden />
          Download
        </Button>
      </div>
    </Dialog>
  )
}
