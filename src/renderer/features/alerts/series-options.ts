/** The series that a rule may judge, as choices: each alone, and all of one name together. */
import type { Series, Unit } from '../../../shared/contract/monitoring.ts'
import type { SearchOption } from '../../ui/search-select.tsx'
import { labelWords } from './alert-words.ts'

export interface Selector {
  name: string
  labels: Record<string, string>
}

export const selectorKey = ({ name, labels }: Selector): string =>
  JSON.stringify([name, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])

export interface SeriesChoice extends SearchOption {
  selector: Selector
  unit: Unit | null
  kind: Series['kind'] | null
  /** How many it stands for now. */
  count: number
}

/** A selector takes each series of its name that has all of its labels. */
const answers = ({ name, labels }: Selector, series: Series): boolean =>
  series.name === name && Object.entries(labels).every(([label, value]) => series.labels[label] === value)

const inOrder = new Intl.Collator('en', { numeric: true })

/** `asked` are in the list even where nothing of them is measured now. */
export const seriesChoices = (series: readonly Series[], asked: readonly (Selector | null)[]): SeriesChoice[] => {
  const byName = Map.groupBy(
    series.toSorted((a, b) => inOrder.compare(a.title, b.title)),
    ({ name }) => name,
  )
  const choices = [...byName].flatMap(([name, all]): SeriesChoice[] => {
    const each = all.map(({ labels, title, unit, kind }): SeriesChoice => ({
      value: selectorKey({ name, labels }),
      label: title,
      note: Object.keys(labels).length > 0 ? `${name} ${labelWords(labels)}` : name,
      selector: { name, labels },
      unit,
      kind,
      count: 1,
    }))
    const [first] = all
    if (!first || all.length < 2) return each
    const together: SeriesChoice = {
      value: selectorKey({ name, labels: {} }),
      label: `${first.title} and ${all.length - 1} more`,
      note: name,
      selector: { name, labels: {} },
      unit: first.unit,
      kind: first.kind,
      count: all.length,
    }
    return [together, ...each]
  })
  const missing = asked.flatMap((selector): SeriesChoice[] => {
    if (!selector || choices.some(({ value }) => value === selectorKey(selector))) return []
    const found = series.filter((one) => answers(selector, one))
    const words = labelWords(selector.labels)
    return [
      {
        value: selectorKey(selector),
        label: words === '' ? selector.name : `${selector.name}, ${words}`,
        note: found.length === 0 ? 'not measured now' : undefined,
        selector,
        unit: found[0]?.unit ?? null,
        kind: found[0]?.kind ?? null,
        count: found.length,
      },
    ]
  })
  return [...choices, ...missing].toSorted((a, b) => inOrder.compare(a.label, b.label))
}
