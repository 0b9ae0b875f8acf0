/** The one dialog that asks for a fresh code before an act that needs it. */
import { useRef, useState } from 'react'
import { client } from '../../api/client.ts'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { stepUpAsking, type StepUpQuestion } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNowMs } from '../../ui/now.ts'

const plainQuestion: StepUpQuestion = {
  title: 'Enter a fresh code',
  text: 'This act asks for a code from your authenticator. It then holds for five minutes.',
}

export const StepUpDialog = () => {
  const asking = useStore(stepUpAsking)
  return asking && <AskForCode question={asking.question ?? plainQuestion} onFinish={asking.finish} />
}

const AskForCode = ({ question, onFinish }: { question: StepUpQuestion; onFinish: (proved: boolean) => void }) => {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const nowMs = useNowMs()
  const submit = async (digits: string) => {
    setBusy(true)
    try {
      await client.access.stepUp({ code: digits })
      onFinish(true)
    } catch (error) {
      setRefusal(describeRefusal(error, Date.now()))
      setCode('')
      setBusy(false)
      input.current?.focus()
    }
  }
  return (
    <Dialog
      open
      onClose={() => onFinish(false)}
      initialFocus={input}
      title={question.title}
      text={question.text}
      foot={
        <Button tall onClick={() => onFinish(false)}>
          Cancel
        </Button>
      }
    >
      <CodeField
        label="Six-digit code"
        value={code}
        onChange={setCode}
        onComplete={submit}
        busy={busy}
        inputRef={input}
        error={refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, 'The next one comes')}`}
      />
    </Dialog>
  )
}
