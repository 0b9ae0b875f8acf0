/** Chooses the time range: one of the usual ones, or from and to. */
import { useState } from 'react'
import { Segments } from '../../ui/segments.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { TimeRange } from './audit-filter.ts'
import { timePresets } from './audit-search.ts'
import { fromLocalField, toLocalField } from '../../ui/local-time.ts'

const presets = [
  { value: '15m', label: '15 m' },
  { value: '1h', label: '1 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: 'all', label: 'All' },
] as const
type Preset = (typeof presets)[number]['value'] | 'pair'

export const TimeEditor = ({ range, onChange }: { range: TimeRange; onChange: (range: TimeRange) => void }) => {
  const [from, setFrom] = useState(toLocalField(range.from))
  const [to, setTo] = useState(toLocalField(range.to))
  const chosen: Preset = range.time ?? (range.from === undefined && range.to === undefined ? 'all' : 'pair')
  const choose = (preset: Preset) => {
    setFrom('')
    setTo('')
    onChange({ time: timePresets.find((time) => time === preset) })
  }
  const wrongOrder = (fromLocalField(from) ?? -Infinity) >= (fromLocalField(to) ?? Infinity)
  const choosePair = (nextFrom: string, nextTo: string) => {
    setFrom(nextFrom)
    setTo(nextTo)
    const pair = { from: fromLocalField(nextFrom), to: fromLocalField(nextTo) }
    if (pair.from === undefined || pair.to === undefined || pair.from < pair.to) onChange(pair)
  }
  return (
    <div className="grid w-72 gap-3 p-2">
      <Segments<Preset> label="Time range" value={chosen} options={presets} onChange={choose} />
      <TextField label="From" type="datetime-local" value={from} onChange={(event) => choosePair(event.target.value, to)} />
      <TextField
        label="To"
        type="datetime-local"
        value={to}
        error={wrongOrder && 'This must be later than the time above.'}
        onChange={(event) => choosePair(from, event.target.value)}
      />
    </div>
  )
}
