/** The fields of a view: what is measured, which of it, which figure, and how several are joined. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useMemo } from 'react'
import type { View } from '../../../shared/contract/dashboards.ts'
import type { Series } from '../../../shared/contract/monitoring.ts'
import { orpc } from '../../api/client.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchSelect } from '../../ui/search-select.tsx'
import { Select } from '../../ui/select.tsx'
import { figureChoices, joinChoices } from '../metrics/figure-choices.ts'

const joins = joinChoices('A line each')
const together = ''
const inOrder = new Intl.Collator('en', { numeric: true })

/** Without what tells one series from another of its name. */
const nameTitle = (all: readonly Series[]): string => {
  const [first] = all as [Series]
  return all.length === 1 ? first.title : `${first.title} and ${all.length - 1} more`
}

const useNames = () => {
  const { data } = useQuery(orpc.monitoring.series.queryOptions({ staleTime: 60_000 }))
  return useMemo(() => Map.groupBy(data ?? [], ({ name }) => name), [data])
}

interface ViewFieldsProps {
  view: View | null
  onChange: (view: View) => void
}

export const ViewFields = ({ view, onChange }: ViewFieldsProps) => {
  const names = useNames()
  const options = [...names]
    .map(([name, all]) => ({ value: name, label: nameTitle(all), note: name }))
    .toSorted((a, b) => inOrder.compare(a.label, b.label))
  const known = view ? (names.get(view.name) ?? []) : []
  const shown = view && !names.has(view.name) ? [...options, { value: view.name, label: view.name, note: 'not measured here' }] : options
  const labels = [...new Set(known.flatMap((series) => Object.keys(series.labels)))].toSorted(inOrder.compare)
  const histogram = known[0]?.kind === 'histogram'
  const set = (change: Partial<View>) => view && onChange({ ...view, ...change })
  const pick = (name: string) => onChange({ name, labels: {}, figure: 'mean', join: 'each', by: null })
  return (
    <>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)] items-start gap-4 max-wide:grid-cols-2">
        <Field label="What is measured">
          {(wiring) => (
            <SearchSelect
              {...wiring}
              label="What is measured"
              placeholder="Choose what is measured"
              value={view?.name ?? null}
              options={shown}
              onChange={pick}
            />
          )}
        </Field>
        {view && (
          <Field label="Figure">
            {({ id }) => (
              <Select
                id={id}
                form
                value={view.figure}
                options={figureChoices(histogram, view.figure)}
                onChange={(figure) => set({ figure })}
              />
            )}
          </Field>
        )}
        {view && known.length > 1 && (
          <Field label="Of several">
            {({ id }) => (
              <Select
                id={id}
                form
                value={view.join}
                options={joins}
                onChange={(join) => set(join === 'each' ? { join, by: null } : { join })}
              />
            )}
          </Field>
        )}
        {view && view.join !== 'each' && labels.length > 0 && (
          <Field label="Split by">
            {({ id }) => (
              <Select
                id={id}
                form
                value={view.by ?? together}
                options={[{ value: together, label: 'All together' }, ...labels.map((value) => ({ value, label: value }))]}
                onChange={(by) => set({ by: by === together ? null : by })}
              />
            )}
          </Field>
        )}
      </div>
      {view && labels.map((label) => <LabelFilter key={label} label={label} series={known} view={view} onChange={set} />)}
    </>
  )
}

interface LabelFilterProps {
  label: string
  series: readonly Series[]
  view: View
  onChange: (change: Partial<View>) => void
}

const shownAtOnce = 40

/** None chosen: all of them. */
const LabelFilter = ({ label, series, view, onChange }: LabelFilterProps) => {
  const there = [...new Set(series.flatMap(({ labels }) => (labels[label] === undefined ? [] : [labels[label]])))]
  const chosen = view.labels[label] ?? []
  const values = [...new Set([...chosen, ...there.toSorted(inOrder.compare)])].slice(0, shownAtOnce)
  const write = (next: string[]) => {
    const { [label]: _, ...rest } = view.labels
    onChange({ labels: next.length === 0 ? rest : { ...rest, [label]: next } })
  }
  if (values.length < 2 && chosen.length === 0) return null
  return (
    <fieldset className="grid gap-1">
      <legend className="flex items-center gap-2 text-small font-strong">
        Only {label}
        {chosen.length > 0 && (
          <IconButton name={`All of ${label} again`} onClick={() => write([])} className="h-6 w-6">
            <X aria-hidden />
          </IconButton>
        )}
      </legend>
      <div className="flex max-h-24 pt-1 flex-wrap gap-x-4 gap-y-1 overflow-auto">
        {values.map((value) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onChange={(on) => write(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
          >
            {value}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}
