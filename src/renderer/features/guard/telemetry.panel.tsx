/** Whether, where and what the guard sends by OpenTelemetry, how that fares, and a test of it. */
import { Pencil, Send } from 'lucide-react'
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import type { TelemetrySignalState, TelemetryTried } from '../../../shared/telemetry-state.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCounted, formatNumber } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { editOrTell, useAct } from './guard-acts.ts'
import { useGuardState } from './guard-queries.ts'

interface TelemetrySectionProps {
  policy: Policy
  mayWrite: boolean
  onChange: () => void
}

export const TelemetrySection = ({ policy: { revision, telemetry }, mayWrite, onChange }: TelemetrySectionProps) => {
  const state = useGuardState().data
  const running = state?.process.kind === 'running'
  const turnOff = () =>
    editOrTell(revision, [{ kind: 'set-telemetry', telemetry: null }], 'Nothing is sent by OpenTelemetry any more', 'It is still sent')
  return (
    <Section
      id="telemetry"
      title="OpenTelemetry"
      text="Traces of requests through the guard and on to the services, and the guard’s figures, sent to a collector of yours."
      actions={
        mayWrite && (
          <>
            {telemetry && <Button onClick={turnOff}>Turn off</Button>}
            <Button onClick={onChange} aria-label={telemetry ? 'Change what is sent by OpenTelemetry' : 'Turn on OpenTelemetry'}>
              {telemetry && <Pencil aria-hidden />}
              {telemetry ? 'Change…' : 'Turn on…'}
            </Button>
          </>
        )
      }
    >
      {telemetry === null ? (
        <p className="text-2">Off: nothing is sent, and callers’ trace contexts go on to the services as they came.</p>
      ) : (
        <div className="grid justify-items-start gap-4">
          <Facts
            wide
            facts={[
              { name: 'Collector', value: <span className="font-mono text-code">{telemetry.url}</span> },
              {
                name: 'Traces',
                value:
                  telemetry.traces === null ? (
                    <span className="text-2">Not sent</span>
                  ) : (
                    <Signal
                      words={`${formatNumber(telemetry.traces.ratio * 100)} % of them${telemetry.traces.errors ? ', and all that failed' : ''}`}
                      one="span"
                      several="spans"
                      state={running ? (state.telemetry?.traces ?? null) : null}
                    />
                  ),
              },
              {
                name: 'Figures',
                value:
                  telemetry.metrics === null ? (
                    <span className="text-2">Not sent</span>
                  ) : (
                    <Signal
                      words={`Every ${formatNumber(telemetry.metrics.everyMs / 1000)} s`}
                      one="data point"
                      several="data points"
                      state={running ? (state.telemetry?.metrics ?? null) : null}
                    />
                  ),
              },
            ]}
          />
          {mayWrite && running && <Trial key={telemetry.url} />}
        </div>
      )}
    </Section>
  )
}

interface SignalProps {
  words: string
  one: string
  several: string
  /** Null: the guard does not tell. */
  state: TelemetrySignalState | null
}

const Signal = ({ words, one, several, state }: SignalProps) => (
  <span className="grid gap-1">
    <span>
      {words}
      {state && (
        <span className="text-2">
          {'; '}
          {state.lastSentAtMs === null ? (
            'nothing was taken yet'
          ) : (
            <>
              {formatCounted(state.sent, `${one} taken`, `${several} taken`)}, last <RelativeTime atMs={state.lastSentAtMs} />
            </>
          )}
          {state.waiting > 0 && `; ${formatCounted(state.waiting, 'request waits', 'requests wait')}`}
        </span>
      )}
    </span>
    {state && (state.problem !== null || state.dropped > 0) && (
      <span className="flex gap-1.5">
        <SeverityShape severity={state.failures > 0 ? 'medium' : 'low'} className="mt-1 flex-none" />
        <span>
          {[state.problem, state.dropped > 0 ? `${formatCounted(state.dropped, `${one} was dropped`, `${several} were dropped`)}.` : null]
            .filter((sentence) => sentence !== null)
            .join(' ')}
        </span>
      </span>
    )}
  </span>
)

const signalNames = { traces: 'Traces', metrics: 'Figures' } as const

const Trial = () => {
  const [tried, setTried] = useState<readonly TelemetryTried[]>([])
  const act = useAct()
  const send = () => {
    setTried([])
    void act.run(async () => setTried(await client.guard.tryTelemetry()))
  }
  return (
    <>
      <Button busy={act.busy} onClick={send}>
        <Send aria-hidden />
        Send a test
      </Button>
      <div role="status" className="grid gap-2 empty:hidden">
        {tried.map(({ signal, taken, sentence }) => (
          <Notice key={signal} severity={taken ? 'info' : 'high'}>
            <p>
              {signalNames[signal]}: {sentence}
            </p>
          </Notice>
        ))}
        {act.problem !== null && (
          <Notice severity="high">
            <p>{act.problem}</p>
          </Notice>
        )}
      </div>
    </>
  )
}
