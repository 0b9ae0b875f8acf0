/** What Gatehouse itself costs. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { formatFigure } from '../../ui/figures.ts'
import { useMetricsNow } from '../metrics/use-metrics-now.ts'
import { valueNow } from '../metrics/value-now.ts'

const partsOf = (now: MetricsNow): string[] => {
  const cpu = valueNow(now, 'console.cpu')
  const memory = valueNow(now, 'console.memory')
  const delay = valueNow(now, 'console.loop.delay')
  const databases = now.values.filter(({ name }) => name === 'console.database.bytes')
  const bytes = databases.reduce((sum, { value }) => sum + value, 0)
  const cost = [
    cpu === null ? null : `${formatFigure(cpu, { unit: 'percent' })} CPU`,
    memory === null ? null : formatFigure(memory, { unit: 'bytes' }),
  ].filter((part) => part !== null)
  return [
    cost.length > 0 ? `console ${cost.join(', ')}` : null,
    delay === null ? null : `event-loop delay p99 ${formatFigure(delay, { unit: 'ms' })}`,
    databases.length > 0 ? `databases ${formatFigure(bytes, { unit: 'bytes' })}` : null,
  ].filter((part) => part !== null)
}

export const OwnCost = () => {
  const parts = useMetricsNow(partsOf).data
  if (!parts || parts.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2 text-small text-2">
      <span>Gatehouse itself:</span>
      {parts.map((part) => (
        <span key={part.split(' ')[0]}>{part}</span>
      ))}
    </p>
  )
}
