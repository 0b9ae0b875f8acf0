/** The one dialog that asks for a fresh code before an act that needs it. */
import { client } from '../../api/client.ts'
import { stepUpAsking, type StepUpQuestion } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useCodeEntry } from './use-code-entry.ts'

const plainQuestion: StepUpQuestion = {
  title: 'Enter a fresh code',
  text: 'This act asks for a code from your authenticator. It then holds for five minutes.',
}

export const StepUpDialog = () => {
  const asking = useStore(stepUpAsking)
  return asking && <AskForCode question={asking.question ?? plainQuestion} onFinish={asking.finish} />
}

const AskForCode = ({ question, onFinish }: { question: StepUpQuestion; onFinish: (proved: boolean) => void }) => {
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
        <Button tall onClick={() => onFinish(false)}>
          Cancel
        </Button>
      }
    >
      <CodeField label="Six-digit code" {...entry} />
    </Dialog>
  )
}
