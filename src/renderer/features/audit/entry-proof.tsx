/** Whether the open entry is as it was written: the sentence first, then the picture. */
import { BadgeCheck, Hourglass } from 'lucide-react'
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatCount } from '../../ui/format.ts'
import { PanelSection } from '../../ui/side-panel.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ChainPicture } from './chain-picture.tsx'
import { proofSentence, proofText } from './proof-words.ts'

interface EntryProofProps {
  detail: AuditEntryDetail
  onOpen: (sequence: number) => void
}

const Sentence = ({ detail, onOpen }: EntryProofProps) => {
  const { proof } = detail
  const { brokenAt } = proof
  const { title, text } = proofSentence(proof)
  const words = (
    <p>
      <strong className="font-strong">{title}</strong> {text}{' '}
      <CopyButton
        text={proofText(detail)}
        name="Copy proof"
        label={proof.state === 'proved' ? 'Copy proof' : 'Copy'}
        inSentence
        className="!mx-0 !h-5 !px-0"
      />
      {brokenAt !== null && brokenAt !== proof.entry.sequence && (
        <Button look="text" onClick={() => onOpen(brokenAt)} className="!mx-2 !h-5 !px-0">
          Go to entry {formatCount(brokenAt)}
        </Button>
      )}
    </p>
  )
  if (proof.state === 'broken')
    return (
      <Notice severity="critical" alert>
        {words}
      </Notice>
    )
  const proved = proof.state === 'proved'
  const Sign = proved ? BadgeCheck : Hourglass
  return (
    <div className={`flex gap-2 rounded-2 px-3 py-2 forced-colors:border ${proved ? 'bg-accent-tint' : 'bg-pressed'}`}>
      <Sign aria-hidden className={`mt-0.5 ${proved ? 'text-accent-text' : 'text-2'}`} />
      {words}
    </div>
  )
}

export const EntryProofSection = ({ detail, onOpen }: EntryProofProps) => (
  <PanelSection title="Place in the chain">
    <div className="mb-4">
      <Sentence detail={detail} onOpen={onOpen} />
    </div>
    <ChainPicture proof={detail.proof} />
  </PanelSection>
)
