/** Whether, where and to whom the guard tells its figures to Prometheus. */
import { Pencil } from 'lucide-react'
import type { Policy } from '../../../shared/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { editOrTell } from './guard-acts.ts'

interface MetricsSectionProps {
  policy: Policy
  mayWrite: boolean
  onChange: () => void
}

export const MetricsSection = ({ policy: { revision, metrics }, mayWrite, onChange }: MetricsSectionProps) => {
  const turnOff = () =>
    editOrTell(revision, [{ kind: 'set-metrics', metrics: null }], 'Prometheus is told nothing any more', 'The figures are still told')
  return (
    <Section
      id="metrics"
      title="Figures for Prometheus"
      text="The guard’s own figures at /metrics, for a Prometheus of yours to scrape."
      actions={
        mayWrite && (
          <>
            {metrics && <Button onClick={turnOff}>Turn off</Button>}
            <Button onClick={onChange} aria-label={metrics ? 'Change the figures for Prometheus' : 'Turn on the figures for Prometheus'}>
              {metrics && <Pencil aria-hidden />}
              {metrics ? 'Change…' : 'Turn on…'}
            </Button>
          </>
        )
      }
    >
      {metrics === null ? (
        <p className="text-2">Off: nothing is told.</p>
      ) : (
        <p>
          <span className="font-mono text-code">{`http://${metrics.host.includes(':') ? `[${metrics.host}]` : metrics.host}:${metrics.port}/metrics`}</span>
          <span className="text-2">
            {metrics.token === null ? ', to any program that asks by address' : ', against a key of the vault'}
          </span>
        </p>
      )}
    </Section>
  )
}
