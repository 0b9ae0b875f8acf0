/** When a rule would have fired: a line under its chart, and the newest times in words. */
import { useId } from 'react'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { formatDuration } from '../../ui/format.ts'
import { formatFigure } from '../../ui/figures.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { labelWords } from './alert-words.ts'
import { measureOf } from './breach-model.ts'

interface Fired {
  labels: Record<string, string>
  fromMs: number
  toMs: number
  worst: number | null
}

interface FiredStripProps {
  fired: readonly Fired[]
  fromMs: number
  toMs: number
  severity: Severity
  unit: Unit | null
}

const mostTold = 4
const leastPercent = 0.4

export const FiredStrip = ({ fired, fromMs, toMs, severity, unit }: FiredStripProps) => {
  const id = useId()
  const percent = (ms: number) => (ms / (toMs - fromMs)) * 100
  const newest = fired.toSorted((a, b) => b.fromMs - a.fromMs).slice(0, mostTold)
  return (
    <>
      <div aria-hidden data-sev={severity} className="relative mt-1 h-1.5 overflow-hidden rounded-1 bg-pressed forced-colors:border">
        {fired.map((one) => (
          <span
            key={`${one.fromMs} ${labelWords(one.labels)}`}
            style={{ left: `${percent(one.fromMs - fromMs)}%`, width: `${Math.max(leastPercent, percent(one.toMs - one.fromMs))}%` }}
            className="keeps-colours absolute inset-y-0 bg-sev-fill"
          />
        ))}
      </div>
      {newest.length > 0 && (
        <ul aria-labelledby={id} className="mt-2 grid gap-0.5 text-small text-2">
          <li id={id} className="sr-only">
            The newest times
          </li>
          {newest.map((one) => (
            <li key={`${one.fromMs} ${labelWords(one.labels)}`} className="flex items-center gap-2">
              <SeverityShape severity={severity} />
              <Timestamp atMs={one.fromMs} look="list" />
              <span>for {one.toMs - one.fromMs < 1000 ? 'less than a second' : formatDuration(one.toMs - one.fromMs)}</span>
              {one.worst !== null && unit && <span>at worst {formatFigure(one.worst, measureOf('', unit))}</span>}
              <span className="cut text-3">{labelWords(one.labels)}</span>
            </li>
          ))}
          {fired.length > mostTold && <li className="text-3">and {fired.length - mostTold} times before</li>}
        </ul>
      )}
    </>
  )
}
