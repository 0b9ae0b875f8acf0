/** Tries a request: the guard tells what each stage decides, and sends it on only where one asks for that. With edits it is judged by them, too, before they are made. */
import { Send } from 'lucide-react'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import type { TryOutput } from '../../../shared/contract/guard.ts'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { applyEdits } from '../../../shared/policy-edits.ts'
import type { Policy } from '../../../shared/policy.ts'
import { useMay } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection, ScrollRegion } from '../../ui/side-panel.tsx'
import { useAct } from './guard-acts.ts'
import { readTry, type TryDraft } from './try-draft.ts'
import { TryDifferences } from './try-differences.tsx'
import { TryFields } from './try-fields.tsx'
import { TryResult } from './try-result.tsx'

interface TryDialogProps {
  policy: Policy
  start: TryDraft
  /** Edits that are not made yet. */
  edits?: readonly PolicyEdit[]
  /** Where the request comes from, where that needs to be said. */
  note?: string
  onClose: () => void
}

/** An answer is kept here alone: it may hold what nobody else shall read. */
interface Told {
  output: TryOutput
  sends: boolean
}

export const TryDialog = ({ policy, start, edits, note, onClose }: TryDialogProps) => {
  const formId = useId()
  const mayWrite = useMay('guard:write')
  const [draft, setDraft] = useState(start)
  const [wrong, setWrong] = useState<Extract<ReturnType<typeof readTry>, { kind: 'problem' }> | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const path = useRef<HTMLInputElement>(null)
  const act = useAct()
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [wrong])
  const run = (sends: boolean) => {
    const read = readTry(draft, sends)
    setWrong(read.kind === 'problem' ? read : null)
    if (read.kind === 'problem') return
    const changed = edits ? { revision: policy.revision, edits: [...edits] } : null
    void act.run(async () => {
      setTold({ output: await client.guard.tryRequest({ ...read.input, draft: changed }), sends })
    })
  }
  const decide = (event: FormEvent) => {
    event.preventDefault()
    run(false)
  }
  const after = edits ? applyEdits(policy, edits) : policy
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={path}
      wide="full"
      title={edits ? 'Try a request with this change' : 'Try a request'}
      text={
        edits
          ? 'It is judged by the policy in force and by the changed one. Nothing is sent, and the change is not made.'
          : 'See what each stage of the guard decides. Only “Send it” reaches the service, counts, and is recorded.'
      }
      foot={
        <>
          <Button tall onClick={onClose}>
            Close
          </Button>
          {!edits && mayWrite && (
            <Button tall disabled={act.busy} onClick={() => run(true)}>
              <Send aria-hidden />
              Send it
            </Button>
          )}
          <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
            Decide only
          </Button>
        </>
      }
    >
      <div className="-mx-6 grid h-[min(600px,calc(100vh-240px))] grid-cols-[344px_minmax(0,1fr)] border-y border-hairline">
        <form
          ref={form}
          id={formId}
          onSubmit={decide}
          noValidate
          className="grid content-start gap-3 overflow-auto border-r border-hairline p-6 pt-4"
        >
          {note !== undefined && (
            <Notice severity="info">
              <p>{note}</p>
            </Notice>
          )}
          <TryFields
            pathRef={path}
            consumers={after.consumers}
            draft={draft}
            problem={wrong}
            onChange={(part) => setDraft({ ...draft, ...part })}
          />
        </form>
        <ScrollRegion label="What became of it" focusKey={told?.output.now.id ?? ''}>
          <div role="status" className="contents">
            {act.problem !== null && (
              <PanelSection>
                <Notice severity="high" alert>
                  <p>{act.problem}</p>
                </Notice>
              </PanelSection>
            )}
            {!told && act.problem === null && (
              <p className="p-4 text-2">
                {act.busy ? 'The guard decides …' : 'What the guard decides stands here, stage by stage: press Enter or “Decide only”.'}
              </p>
            )}
            {told?.output.draft && <TryDifferences now={told.output.now} draft={told.output.draft} policy={policy} changed={after} />}
            {told && (
              <TryResult
                tried={told.output.draft?.tried ?? told.output.now}
                policy={told.output.draft ? after : policy}
                sends={told.sends}
              />
            )}
          </div>
        </ScrollRegion>
      </div>
    </Dialog>
  )
}
