/** What a rule would have done in the past: judged by the core from what is kept, anew whenever the rule changes. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import { rangeMs } from '../../ui/time-range.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { judgedModel } from './breach-model.ts'
import { FiredStrip } from './fired-strip.tsx'

const ranges = [
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
] as const
type Range = (typeof ranges)[number]['value']

const typingMs = 350
const noHidden: string[] = []

/** What is judged; the name and the words around it change nothing. */
const judgedPart = ({ condition, forMs, keepFiringMs }: GivenRule): string => JSON.stringify({ condition, forMs, keepFiringMs })

interface RulePreviewProps {
  /** Null: something is missing yet. */
  rule: GivenRule | null
  /** What is told then. */
  missing: string
  /** Under a form, or in a narrow panel. */
  look: 'form' | 'panel'
}

const heightPx = 112

export const RulePreview = ({ rule, missing, look }: RulePreviewProps) => {
  const [range, setRange] = useState<Range>('7d')
  const [hidden, setHidden] = useState(noHidden)
  const settled = useSettled(rule && judgedPart(rule), typingMs)
  const { data, error, isFetching } = useQuery({
    queryKey: ['alerts', 'preview', settled, range],
    queryFn: async ({ signal }) => {
      if (!rule) throw new Error('There is no rule to judge.')
      const toMs = coreNowMs()
      const span = { fromMs: toMs - rangeMs[range], toMs }
      return { ...(await client.alerts.preview({ rule, ...span }, { signal })), ...span }
    },
    enabled: rule !== null && settled === judgedPart(rule),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
  const condition = rule?.condition
  const figure = condition && 'measure' in condition ? condition.measure.figure : 'mean'
  const severity = rule?.severity ?? 'medium'
  const model = useMemo(
    () =>
      data &&
      judgedModel({
        id: 'preview',
        title: 'Judged figure',
        series: data.series,
        // What is judged is the figure already.
        figure: data.series.every(({ kind }) => kind === 'histogram') ? figure : 'mean',
        span: { fromMs: data.fromMs, toMs: data.toMs, stepMs: data.stepMs },
        unit: null,
        threshold: data.threshold,
        severity,
        thresholdName: 'the line',
        events: [],
      }),
    [data, figure, severity],
  )
  const shown = rule === null ? undefined : data
  return (
    <section aria-label="Preview" className={look === 'form' ? 'border-y border-hairline py-4' : undefined}>
      <div className={look === 'form' ? 'flex items-center gap-4' : 'grid justify-items-start gap-2'}>
        <p role="status" className="min-w-0 flex-1" aria-busy={isFetching}>
          {rule === null ? <span className="text-2">{missing}</span> : error && !isFetching ? '' : (shown?.sentence ?? 'Judging the past…')}
        </p>
        <Segments label="Preview of the last" value={range} options={ranges} onChange={setRange} />
      </div>
      {rule !== null && error && !isFetching && (
        <p role="alert" className="text-2">
          The past could not be judged: {describeProblem(error).sentence}
        </p>
      )}
      <div style={{ minHeight: heightPx + 44 }}>
        {shown && model && (
          <ChartGroup tells="own">
            <TimeSeriesChart
              model={model}
              log={false}
              hidden={hidden}
              onHide={setHidden}
              onZoom={() => {}}
              onZoomOut={() => {}}
              heightPx={heightPx}
            />
          </ChartGroup>
        )}
        {shown && !model && <p className="mt-4 text-2">Nothing of it was measured in this time.</p>}
        {rule !== null && !shown && !error && <Skeleton className="mt-4 h-28 w-full" />}
        {shown && (
          <FiredStrip
            fired={shown.fired}
            fromMs={shown.fromMs}
            toMs={shown.toMs}
            severity={severity}
            unit={shown.series[0]?.unit ?? null}
          />
        )}
      </div>
    </section>
  )
}
