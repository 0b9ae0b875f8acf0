/** A six-digit code that is sent when it is whole; refused, the field is empty again and says why. */
import { useRef, useState, type RefObject } from 'react'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { useNowMs } from '../../ui/now.ts'

interface CodeEntryOptions {
  send: (digits: string) => Promise<void>
  /** For what a code's own refusals do not cover: its words, or where to go instead; undefined where this is a plain refusal. */
  explain?: (error: unknown) => Refusal | (() => void) | undefined
  /** Before ` in 12 s.` */
  waitingFor?: string
}

/** As the fields of a code take it. */
interface CodeEntry {
  value: string
  onChange: (digits: string) => void
  onComplete: (digits: string) => void
  busy: boolean
  error: string | null
  inputRef: RefObject<HTMLInputElement | null>
}

/** Once a code is accepted the field stays busy: what comes next takes its place. */
export const useCodeEntry = ({ send, explain, waitingFor = 'The next one counts' }: CodeEntryOptions): CodeEntry => {
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const inputRef = useRef<HTMLInputElement>(null)
  const nowMs = useNowMs()
  const submit = async (digits: string) => {
    setBusy(true)
    setRefusal(null)
    try {
      await send(digits)
    } catch (error) {
      const explained = explain?.(error)
      setBusy(false)
      if (typeof explained === 'function') return explained()
      setRefusal(explained ?? describeRefusal(error, Date.now()))
      setValue('')
      inputRef.current?.focus()
    }
  }
  return {
    value,
    onChange: setValue,
    onComplete: (digits) => void submit(digits),
    busy,
    error: refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, waitingFor)}`,
    inputRef,
  }
}
