/** The one dialog that asks for a fresh code before an act that needs it, or for a backup code where the authenticator is lost. */
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { signOut } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { stepUpAsking, type StepUpQuestion } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { BackupCodeField, useBackupCodeEntry } from './backup-code.field.tsx'
import { useCodeEntry } from './use-code-entry.ts'

const plainQuestion: StepUpQuestion = {
  title: 'Enter a fresh code',
  text: 'This act asks for a code from your authenticator. It then holds for five minutes.',
}

export const StepUpDialog = () => {
  const asking = useStore(stepUpAsking)
  return asking && <Asking question={asking.question ?? plainQuestion} onFinish={asking.finish} />
}

interface AskingProps {
  question: StepUpQuestion
  onFinish: (proved: boolean) => void
}

const Asking = (props: AskingProps) => {
  const [by, setBy] = useState<'code' | 'backup'>('code')
  const { data } = useQuery(orpc.account.mine.queryOptions())
  if (data?.mfaEnrolledAtMs === null) return <NoCodeToAsk {...props} />
  if (by === 'code') return <AskForCode {...props} onOther={() => setBy('backup')} />
  return <AskForBackupCode {...props} onOther={() => setBy('code')} />
}

/** Who signed in by the password alone has nothing to enter. */
const NoCodeToAsk = ({ onFinish }: AskingProps) => {
  // The form that asked comes back only where one stays.
  const signInAgain = () => void signOut().finally(() => onFinish(false))
  return (
    <Dialog
      open
      onClose={() => onFinish(false)}
      title="This takes an authenticator"
      text="It asks for a fresh code, and you signed in without a second factor. Sign in again and set up an authenticator; then it opens."
      foot={
        <>
          <Button tall onClick={() => onFinish(false)}>
            Cancel
          </Button>
          <Button tall look="primary" onClick={signInAgain}>
            Sign in again
          </Button>
        </>
      }
    />
  )
}

const AskForCode = ({ question, onFinish, onOther }: AskingProps & { onOther: () => void }) => {
  const entry = useCodeEntry({
    send: async (code) => {
      await client.access.stepUp({ code })
      onFinish(true)
    },
    waitingFor: 'The next one comes',
  })
  return (
    <Dialog
      open
      onClose={() => onFinish(false)}
      initialFocus={entry.inputRef}
      title={question.title}
      text={question.text}
      foot={
        <div className="flex w-full items-center justify-between">
          <Button look="text" onClick={onOther}>
            Use a backup code instead
          </Button>
          <Button tall onClick={() => onFinish(false)}>
            Cancel
          </Button>
        </div>
      }
    >
      <CodeField label="Six-digit code" {...entry} />
    </Dialog>
  )
}

const AskForBackupCode = ({ question, onFinish, onOther }: AskingProps & { onOther: () => void }) => {
  const form = useId()
  const entry = useBackupCodeEntry(async (backupCode) => {
    await client.access.stepUpWithBackupCode({ backupCode })
    await queryClient.invalidateQueries({ queryKey: orpc.account.mine.queryKey() })
    onFinish(true)
  })
  return (
    <Dialog
      open
      onClose={() => onFinish(false)}
      initialFocus={entry.inputRef}
      title={question.title}
      text="A backup code stands in for the authenticator, once. It then holds for five minutes."
      foot={
        <div className="flex w-full items-center justify-between">
          <Button look="text" onClick={onOther}>
            Use your authenticator instead
          </Button>
          <div className="flex gap-2">
            <Button tall onClick={() => onFinish(false)}>
              Cancel
            </Button>
            <Button tall look="primary" type="submit" form={form} busy={entry.busy}>
              Confirm
            </Button>
          </div>
        </div>
      }
    >
      <form id={form} onSubmit={entry.submit} noValidate>
        <BackupCodeField {...entry} />
      </form>
    </Dialog>
  )
}
