/** What a field of the way in says when it was refused: the sentence, the wait counted down, and the field at hand again. */
import { useRef, useState, type RefObject } from 'react'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { useNowMs } from '../../ui/now.ts'

interface RefusedField {
  /** For the field. */
  inputRef: RefObject<HTMLInputElement | null>
  error: string | null
  /** In words, or as the console refused it. */
  refuse: (why: string | { error: unknown }) => void
  clear: () => void
}

/** `select`: what was typed is replaced by what is typed next, as befits what one cannot read. */
export const useRefusal = ({ select } = { select: true }): RefusedField => {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const inputRef = useRef<HTMLInputElement>(null)
  const nowMs = useNowMs()
  return {
    inputRef,
    error: refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, 'Try again')}`,
    refuse: (why) => {
      setRefusal(typeof why === 'string' ? { sentence: why, waitUntilMs: null } : describeRefusal(why.error, Date.now()))
      inputRef.current?.focus()
      if (select) inputRef.current?.select()
    },
    clear: () => setRefusal(null),
  }
}
