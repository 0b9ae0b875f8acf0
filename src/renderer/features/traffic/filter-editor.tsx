/** The inside of a chip's panel: what one can filter by in that field. */
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { Segments } from '../../ui/segments.tsx'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { statusWords } from './chip-words.ts'
import { refusalCodes, refusalWords } from './refusal-words.ts'
import { withField, type FilterField } from './traffic-filter.ts'
import type { TrafficNames } from './traffic-names.ts'
import type { TrafficSearch } from './traffic-search.ts'

interface EditorProps {
  search: TrafficSearch
  window: TimeWindow
  names: TrafficNames
  onChange: (search: TrafficSearch) => void
}

const statusClasses = [2, 3, 4, 5, 1, 0]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const leasts = [
  { value: '100', label: '100 ms' },
  { value: '500', label: '500 ms' },
  { value: '1000', label: '1 s' },
  { value: '5000', label: '5 s' },
] as const

/** The busiest of the page's time; any other can be typed. */
const useBusiest = (window: TimeWindow) =>
  useQuery({
    queryKey: ['traffic', 'top', window],
    queryFn: ({ signal }) => {
      const toMs = window.kind === 'fixed' ? window.toMs : coreNowMs()
      return client.traffic.top({ fromMs: Math.max(0, toMs - lengthOf(window)), toMs, limit: 50 }, { signal })
    },
    staleTime: 30_000,
  }).data

const StatusEditor = ({ search, onChange }: EditorProps) => {
  const chosen = search.status ?? []
  return (
    <div className="grid gap-2 p-2 pr-6">
      {statusClasses.map((one) => (
        <Checkbox
          key={one}
          checked={chosen.includes(one)}
          onChange={(on) => onChange(withField(search, 'status', on ? [...chosen, one] : chosen.filter((other) => other !== one)))}
        >
          {statusWords(one)}
        </Checkbox>
      ))}
    </div>
  )
}

const LeastEditor = ({ search, onChange }: EditorProps) => (
  <div className="p-2">
    <Segments
      label="Took at least"
      value={String(search.least ?? '')}
      options={leasts}
      onChange={(next) => onChange(withField(search, 'least', Number(next)))}
    />
  </div>
)

const listNames = { route: 'Routes', consumer: 'Consumers', source: 'Sources', method: 'Methods', refusal: 'Reasons' } as const
type ListField = keyof typeof listNames

const ListEditor = ({ field, search, window, names, onChange }: EditorProps & { field: ListField }) => {
  const busiest = useBusiest(window)
  const offered: Record<ListField, () => { value: string; label: string }[]> = {
    route: () => busiest?.routes.map(({ id }) => ({ value: id, label: names.route(id) })) ?? [],
    consumer: () => busiest?.consumers.map(({ id }) => ({ value: id, label: names.consumer(id) })) ?? [],
    source: () => busiest?.sources.map(({ source }) => ({ value: source, label: source })) ?? [],
    method: () => methods.map((method) => ({ value: method, label: method })),
    refusal: () => refusalCodes.map((code) => ({ value: code, label: refusalWords(code).short })),
  }
  const choices = offered[field]()
  const chosen = search[field] ?? []
  const unlisted = chosen.filter((value) => !choices.some((choice) => choice.value === value))
  return (
    <ChoiceList
      label={listNames[field]}
      choices={[...choices, ...unlisted.map((value) => ({ value, label: value }))]}
      takesOther={field !== 'refusal'}
      chosen={chosen}
      onChange={(next) => onChange(withField(search, field, next))}
    />
  )
}

export const FilterEditor = ({ field, ...props }: EditorProps & { field: FilterField }) => {
  if (field === 'status') return <StatusEditor {...props} />
  if (field === 'least') return <LeastEditor {...props} />
  return <ListEditor field={field} {...props} />
}
