/** What became of a request that was tried: how far it came and why, what would be sent, what was answered, and why no other route took it. */
import { Link } from '@tanstack/react-router'
import type { Policy } from '../../../shared/policy.ts'
import type { Tried } from '../../../shared/tried-request.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatFigure } from '../../ui/figures.ts'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { StageRows } from '../traffic/stage-rows.tsx'
import { AnswerMessage, SentMessage } from './tried-message.tsx'
import { moreWords, notChosenWords, routeName, stageWords, verdictOf } from './try-words.ts'

interface TryResultProps {
  tried: Tried
  /** The policy that it was judged by. */
  policy: Policy
  sends: boolean
}

/** This machine, from which all comes that is sent. */
const here = '127.0.0.1'

export const Verdict = ({ tried }: { tried: Tried }) => {
  const { words, severity } = verdictOf(tried)
  if (severity === null) return <Badge>{words}</Badge>
  return (
    <SeverityLabel severity={severity} look="badge">
      {words}
    </SeverityLabel>
  )
}

export const TryResult = ({ tried, policy, sends }: TryResultProps) => {
  const { stages, sent, answer, notChosen, moreNotChosen, problem } = tried
  const rows = stages.map((stage) => ({
    name: stage.name,
    kind: stage.kind === 'let-by' || stage.kind === 'answered' ? ('passed' as const) : stage.kind,
    ms: stage.ms,
    words: stageWords(stage, tried, policy),
    why: `It stands ${stage.why}. When it breaks, it ${stage.fails === 'open' ? 'lets requests by' : 'refuses'}.`,
  }))
  return (
    <>
      <PanelSection>
        <p className="flex flex-wrap items-center gap-2">
          <Verdict tried={tried} />
          <span className="text-2">
            {sends ? 'sent from' : tried.source === here ? 'decided, from' : 'decided as if from'} {tried.source}, in{' '}
            {formatFigure(tried.tookMs, { unit: 'ms' })}
          </span>
          {sends && (
            <Link to="/traffic" search={{ request: tried.id }} className="text-accent-text hover:underline">
              In Traffic
            </Link>
          )}
        </p>
        {problem !== null && (
          <div className="mt-2">
            <Notice severity="medium">
              <p>{problem}</p>
            </Notice>
          </div>
        )}
      </PanelSection>
      <section className="border-b border-hairline">
        <StageRows wide rows={rows} severity={verdictOf(tried).severity ?? 'low'} />
      </section>
      {answer && (
        <PanelSection title={answer.by === 'guard' ? 'The guard answers' : 'The target answered'}>
          <AnswerMessage answer={answer} />
        </PanelSection>
      )}
      {sent && (
        <PanelSection title={sends ? `Sent to ${sent.target}` : `Would be sent to ${sent.target}`}>
          <SentMessage sent={sent} />
        </PanelSection>
      )}
      {notChosen.length > 0 && (
        <PanelSection title={tried.route === null ? 'Why no route takes it' : 'Why no other route takes it'}>
          <ul className="grid gap-1">
            {notChosen.map((one) => (
              <li key={one.route} className="[overflow-wrap:anywhere]">
                {routeName(policy, one.route)} <span className="text-2">{notChosenWords(one)}</span>
              </li>
            ))}
            {moreNotChosen > 0 && <li className="text-2">{moreWords(moreNotChosen)}</li>}
          </ul>
        </PanelSection>
      )}
    </>
  )
}
