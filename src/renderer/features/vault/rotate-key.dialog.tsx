/** The guided swap: the new key, for how long the old one stays valid, and what happens when. */
import { useRef, useState, type FormEvent } from 'react'
import { keyText, type VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNowMs } from '../../ui/now.ts'
import { Segments } from '../../ui/segments.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { DuplicateNotice } from './duplicate-notice.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { expiresAt, expiryProblem, noExpiry } from './expiry.ts'
import { hintSentence } from './key-words.ts'
import { KeyTextField } from './key-text-field.tsx'
import { overlapOptions, rotationSteps, type Overlap } from './rotation-words.ts'
import { providerNames } from './provider-names.ts'
import { useKeyAct } from './use-key-act.ts'
import { useRecognised } from './use-recognised.ts'

const formId = 'rotate-key'

export const RotateKeyDialog = ({ of: key, onClose }: { of: VaultKeyDetail; onClose: () => void }) => {
  const act = useKeyAct(key)
  const [overlap, setOverlap] = useState<Overlap>('86400000')
  const [expiry, setExpiry] = useState(noExpiry)
  const text = useRef<HTMLTextAreaElement>(null)
  const { recognised, judge } = useRecognised()
  const nowMs = useNowMs()
  const { problem, seen } = act
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (act.busy) return
    const typed = text.current?.value ?? ''
    const wrongText = keyText.safeParse(typed).error?.issues[0]?.message
    const wrongExpiry = expiryProblem(expiry, Date.now())
    if (wrongText) text.current?.focus()
    if (wrongText) return act.refuse(wrongText, 'text')
    if (wrongExpiry) return act.refuse(wrongExpiry, 'expiresAtMs')
    void act.run(async ({ id, version, label }) => {
      const rotated = await client.vault.rotate({
        id,
        version,
        text: typed,
        overlapMs: Number(overlap),
        expiresAtMs: expiresAt(expiry, Date.now()),
      })
      toastDone({
        title: `“${label}” was rotated to version ${rotated.versionNumber}`,
        text: overlap === '0' ? 'The old key is destroyed.' : 'The old key stays valid during the overlap.',
      })
      onClose()
    })
  }
  const problemOf = (field: string) => (problem?.field === field ? problem.sentence : null)
  const other = recognised && recognised.provider !== 'other' && seen.provider !== 'other' && recognised.provider !== seen.provider
  const help = other
    ? `This looks like a key of ${providerNames[recognised.provider]}, while “${seen.label}” is one of ${providerNames[seen.provider]}.`
    : recognised
      ? hintSentence(recognised.hint)
      : 'Make the new key where the old one came from, then paste it here.'
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Rotate “${seen.label}”`}
      text={`Version ${seen.versionNumber} is in use. What you enter becomes version ${seen.versionNumber + 1}.`}
      initialFocus={text}
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep the old key
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
            Rotate key
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-4" noValidate>
        <ActNotices
          conflict={act.conflict}
          problem={problem && !['text', 'expiresAtMs'].includes(problem.field ?? '') ? problem.sentence : null}
          kept="What you typed is kept. Look whether this rotation is still needed before you press the button again."
        />
        <KeyTextField label="New key" inputRef={text} help={help} error={problemOf('text')} onInput={judge} />
        {recognised?.duplicateOf && <DuplicateNotice of={recognised.duplicateOf} onLeave={onClose} />}
        <div className="grid justify-items-start gap-1">
          <h3 id="overlap-title" className="text-small font-strong">
            The old key stays valid for
          </h3>
          <Segments label="The old key stays valid for" value={overlap} options={overlapOptions} onChange={setOverlap} />
        </div>
        <ExpiryField expiry={expiry} onChange={setExpiry} error={problemOf('expiresAtMs')} />
        <section aria-label="What happens when">
          <h3 className="text-small font-strong">What happens when</h3>
          <ol className="grid grid-cols-[128px_minmax(0,1fr)] gap-x-3">
            {rotationSteps(seen, Number(overlap), nowMs).map(({ when, what }) => (
              <li key={when} className="col-span-2 grid grid-cols-subgrid">
                <span className="text-2">{when}</span>
                <span>{what}</span>
              </li>
            ))}
          </ol>
        </section>
      </form>
    </Dialog>
  )
}
