/** The entry's place in the chain, drawn: links on one rail, solid where they are joined, dotted where some are left out, cut where it is broken. */
import { BadgeCheck, Circle } from 'lucide-react'
import type { EntryProof } from '../../../shared/contract/audit.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatCounted, formatListTime, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { chainPicture, isBrokenHere, shortHash, type Joint, type PictureLink } from './proof-words.ts'

const joints: Record<Joint, string> = {
  solid: 'top-[18px] -bottom-0.5 border-l-2 border-(--text-3)',
  dotted: 'top-[18px] -bottom-0.5 border-l-2 border-dotted border-(--text-3)',
  // Two ends that do not meet.
  cut: 'top-[18px] bottom-[-2px] w-0.5 bg-[linear-gradient(var(--critical-fill)_0_calc(50%-5px),transparent_0_calc(50%+5px),var(--critical-fill)_0)]',
}

const LinkSign = ({ kind, broken }: { kind: PictureLink['kind']; broken: boolean }) => {
  if (kind === 'head') return <BadgeCheck aria-hidden className="mt-0.5 text-2" />
  if (kind === 'entry') return <Circle aria-hidden className="mt-0.5 scale-[.6] text-2 [stroke-width:2.5]" />
  if (broken) return <SeverityShape severity="critical" className="m-0.5 mt-1" />
  return <Circle aria-hidden className="mt-0.5 scale-[.6] fill-current text-accent-text" />
}

const LinkTitle = ({ link }: { link: PictureLink }) => {
  if (link.kind === 'here') return <strong className="font-strong">Entry {formatCount(link.sequence)}</strong>
  return link.kind === 'head' ? `Signed head over ${formatCount(link.sequence)}` : `Entry ${formatCount(link.sequence)}`
}

export const ChainPicture = ({ proof }: { proof: EntryProof }) => {
  const nowMs = useNowMs()
  const broken = isBrokenHere(proof)
  const leftOut = (link: PictureLink) => (link.leftOut > 0 ? `${formatCounted(link.leftOut, 'link', 'links')} between, not shown` : null)
  return (
    <ol>
      {chainPicture(proof).map((link) => (
        <li key={`${link.kind} ${link.sequence}`} className="relative grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 pb-3 last:pb-0">
          {link.below && <span aria-hidden className={classNames('absolute left-[7px]', joints[link.below])} />}
          <LinkSign kind={link.kind} broken={broken} />
          <div>
            <p className="flex items-baseline gap-2">
              <LinkTitle link={link} />
              <Tooltip text={formatUtc(link.atMs)}>
                <time dateTime={new Date(link.atMs).toISOString()} className="ml-auto text-small text-3">
                  {formatListTime(link.atMs, nowMs)}
                </time>
              </Tooltip>
            </p>
            <p
              className={classNames(
                'cut',
                link.kind === 'head' ? 'text-small text-2' : 'font-mono text-code',
                link.kind === 'entry' && 'text-2',
              )}
            >
              {link.kind === 'head' ? `Signed with key ${proof.head?.keyId ?? ''}` : shortHash(link.hash)}
            </p>
            {link.below === 'cut' && <p className="text-small text-critical">The chain does not hold here.</p>}
            {leftOut(link) && <p className="text-small text-2">{leftOut(link)}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}
