/** Whether the open entry is as it was written: the sentence first, then the picture. */
import { BadgeCheck, Hourglass } from 'lucide-react'
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ChainPicture } from './chain-picture.tsx'
import { proofSentence, proofText } from './proof-words.ts'

const Sentence = ({ detail }: { detail: AuditEntryDetail }) => {
  const { title, text } = proofSentence(detail.proof)
  const words = (
    <p>
      <strong className="font-strong">{title}</strong> {text}{' '}
      <CopyButton text={proofText(detail)} name="Copy proof" label="Copy proof" inSentence className="!mx-0 !h-5 !px-0" />
    </p>
  )
  if (detail.proof.state === 'broken')
    return (
      <Notice severity="critical" alert>
        {words}
      </Notice>
    )
  const proved = detail.proof.state === 'proved'
  const Sign = proved ? BadgeCheck : Hourglass
  return (
    <div className={`flex gap-2 rounded-2 px-3 py-2 forced-colors:border ${proved ? 'bg-accent-tint' : 'bg-pressed'}`}>
      <Sign aria-hidden className={`mt-0.5 ${proved ? 'text-accent-text' : 'text-2'}`} />
      {words}
    </div>
  )
}

export const EntryProofSection = ({ detail }: { detail: AuditEntryDetail }) => (
  <PanelSection title="Place in the chain">
    <div className="mb-4">
      <Sentence detail={detail} />
    </div>
    <ChainPicture proof={detail.proof} />
  </PanelSection>
)
