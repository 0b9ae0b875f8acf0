/** The open piece of advice beside the list: what was seen, what it brings, what to do, and the way back. */
import { Link } from '@tanstack/react-router'
import { ArrowRight, BellOff } from 'lucide-react'
import type { Advice } from '../../../shared/contract/advice.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { EvidenceChart } from './evidence-chart.tsx'

interface AdvicePanelProps {
  of: Advice
  mayDismiss: boolean
  onDismiss: () => void
  onClose: () => void
}

const confidenceNames = { low: 'Low', fair: 'Fair', high: 'High' } as const

export const AdvicePanel = ({ of: advice, mayDismiss, onDismiss, onClose }: AdvicePanelProps) => {
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Advice', run: onClose }])
  const { title, severity, evidence, confidence, effect, steps, undo, place, selectors } = advice
  return (
    <SidePanel label={`Advice: ${title}`} title={<span className="block py-3 whitespace-normal">{title}</span>} onClose={onClose}>
      <ScrollRegion label="The advice" focusKey={advice.id}>
        <PanelSection title="What was seen">
          <p>{evidence}</p>
          <p className="mt-2 flex flex-wrap items-center gap-2 text-small text-2">
            <SeverityLabel severity={severity} look="badge" />
            <span>
              Confidence: {confidenceNames[confidence.level].toLowerCase()}. {confidence.why}
            </span>
          </p>
        </PanelSection>
        {selectors.length > 0 && (
          <PanelSection>
            <EvidenceChart of={advice} />
          </PanelSection>
        )}
        <PanelSection title="What to do">
          <ol className="grid list-decimal gap-1 pl-5">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </PanelSection>
        <PanelSection title="What it brings">
          <p>{effect}</p>
        </PanelSection>
        <PanelSection title="The way back">
          <p>{undo}</p>
        </PanelSection>
        <PanelSection>
          <div className="flex flex-wrap items-center gap-2">
            {place && (
              <Link
                to={place.to}
                className="inline-flex h-control items-center gap-1.5 rounded-2 border border-transparent bg-accent px-2.5 font-strong text-on-accent hover:bg-accent-hover"
              >
                Open {place.label}
                <ArrowRight aria-hidden />
              </Link>
            )}
            {mayDismiss && (
              <Button onClick={onDismiss}>
                <BellOff aria-hidden />
                Dismiss…
              </Button>
            )}
          </div>
        </PanelSection>
      </ScrollRegion>
    </SidePanel>
  )
}
