/** How well the answers of a route are prepared for browsers, what is missing, and what mends it. */
import type { SeenAnswer } from '../../../shared/browser-findings.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { gradeAnswer, type Grade } from '../../../shared/header-grade.ts'
import type { RouteSettings, SomeSettings } from '../../../shared/route-settings.ts'
import { Button } from '../../ui/button.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'

interface HeaderGradeProps {
  answers: readonly SeenAnswer[]
  settings: RouteSettings
  /** Absent: one may not. */
  onFix?: ((title: string, settings: SomeSettings) => void) | undefined
}

const weightOf = (points: number): Severity => (points >= 20 ? 'high' : points >= 10 ? 'medium' : 'low')
const gradeWeights: Record<Grade, Severity> = { A: 'info', B: 'low', C: 'medium', D: 'medium', E: 'high', F: 'high' }

const OneGrade = ({ seen, settings, onFix }: { seen: SeenAnswer } & Pick<HeaderGradeProps, 'settings' | 'onFix'>) => {
  const { grade, points, parts } = gradeAnswer(seen, settings)
  return (
    <div data-answers={seen.html ? 'pages' : 'programs'}>
      <p className="flex items-center gap-3">
        <Tooltip text="100 points, less what is missing below: A from 90, B from 80, C from 70, D from 60, E from 50, else F.">
          <span
            data-sev={gradeWeights[grade]}
            className="grid size-9 flex-none place-items-center rounded-2 bg-sev-tint text-[18px] leading-none font-strong text-sev forced-colors:border"
            tabIndex={0}
            role="img"
            aria-label={`Grade ${grade}, ${points} of 100 points`}
          >
            {grade}
          </span>
        </Tooltip>
        <span className="min-w-0 flex-1">
          <span className="block">{seen.html ? 'Pages' : 'What programs read'}</span>
          <span className="block text-small text-2">
            {points} of 100 points, by an answer <RelativeTime atMs={seen.atMs} />
          </span>
        </span>
      </p>
      {parts.length > 0 && (
        <ul className="mt-2 grid gap-2" aria-label={`What is missing for ${seen.html ? 'pages' : 'programs'}`}>
          {parts.map(({ id, points: lost, sentence, advice, fix }) => (
            <li key={id} className="flex items-start gap-2 text-small">
              <SeverityShape severity={weightOf(lost)} className="mt-0.5 flex-none" />
              <span className="min-w-0 flex-1">
                {sentence}
                {advice !== undefined && <span className="block text-2">{advice}</span>}
                {fix && onFix && (
                  <span className="block">
                    <Button look="text" className="text-small" onClick={() => onFix(fix.title, fix.settings)}>
                      {fix.title}
                    </Button>
                  </span>
                )}
                {fix && !onFix && <span className="block text-2">{fix.title}: who may change the route can.</span>}
              </span>
              <span className="flex-none text-2 tabular-nums">−{lost}</span>
            </li>
          ))}
        </ul>
      )}
      {parts.length === 0 && <p className="mt-2 text-small text-2">Nothing is missing.</p>}
    </div>
  )
}

export const HeaderGradeSection = ({ answers, settings, onFix }: HeaderGradeProps) => (
  <PanelSection title="Grade for browsers">
    {answers.length === 0 ? (
      <p className="text-small text-2">Nothing went out yet. It is graded by what really goes out, as soon as somebody calls.</p>
    ) : (
      <div className="grid gap-4">
        {answers.map((seen) => (
          <OneGrade key={String(seen.html)} seen={seen} settings={settings} onFix={onFix} />
        ))}
      </div>
    )}
  </PanelSection>
)
