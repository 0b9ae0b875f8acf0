/** Second step of a restore, as it is seen: what opens the backup, how far it is read, and what is wrong with it. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { BackupOpener, BackupWork } from '../../../shared/contract/backup.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { phaseSentence, type OpenerKind } from './backup-words.ts'
import { emptyOpener, OpenerFields, openerOf } from './opener-fields.tsx'
import type { ExamineProblem } from './use-examine.ts'
import { WorkProgress } from './work-progress.tsx'

interface OpenStepProps {
  kinds: readonly OpenerKind[]
  /** Offered first; else what needs no typing. */
  first?: OpenerKind | undefined
  busy: boolean
  /** How far the core has read, where it tells. */
  work: BackupWork | null
  problem: ExamineProblem | null
  onMissing: (sentence: string) => void
  onOpen: (opener: BackupOpener) => void
  onCancel: () => void
  onBack: () => void
}

export const OpenStep = ({ kinds, first, busy, work, problem, onMissing, onOpen, onCancel, onBack }: OpenStepProps) => {
  const [draft, setDraft] = useState(() => emptyOpener(kinds, first))
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (problem?.kind !== 'opener') return
    input.current?.focus()
    input.current?.select()
  }, [problem])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const opener = openerOf(draft)
    if ('missing' in opener) onMissing(opener.missing)
    else onOpen(opener)
  }
  return (
    <form onSubmit={submit} noValidate className="grid gap-6">
      <div className="w-100 max-w-full">
        <OpenerFields
          kinds={kinds}
          draft={draft}
          onChange={setDraft}
          error={problem?.kind === 'opener' ? problem.sentence : null}
          inputRef={input}
          busy={busy}
        />
      </div>
      {problem && problem.kind !== 'opener' && (
        <Notice severity="high" alert>
          <p>{problem.sentence}</p>
        </Notice>
      )}
      {busy && <WorkProgress words={work ? phaseSentence(work) : 'Reading and checking every part'} work={work} />}
      <footer className="flex justify-end gap-2 border-t border-hairline pt-4">
        {busy ? (
          <Button tall onClick={onCancel}>
            Cancel
          </Button>
        ) : (
          <Button tall look="quiet" onClick={onBack}>
            Choose another
          </Button>
        )}
        <Button tall look="primary" type="submit" busy={busy}>
          Open and check it
        </Button>
      </footer>
    </form>
  )
}
