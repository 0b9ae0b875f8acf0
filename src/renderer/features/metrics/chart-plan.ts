/** Which charts there are for the series that the core keeps: what belongs together in one, what is many in several. */
import type { Percentile, Series } from '../../../shared/contract/monitoring.ts'
import type { Measure } from '../../ui/figures.ts'
import { mostSeries } from '../../ui/series-look.ts'
import { seriesKey } from './series-window.ts'
import type { Selector } from './use-series.ts'

export const chartGroups = ['Guard', 'Machine', 'Console', 'Database', 'Other'] as const
export type ChartGroupName = (typeof chartGroups)[number]

export interface PlannedLine {
  key: string
  name: string
  selector: Selector
  /** Of a histogram: which of its percentiles is drawn; the mean where none is named. */
  percentile?: Percentile
}

export interface PlannedChart {
  id: string
  title: string
  group: ChartGroupName
  measure: Measure
  lines: PlannedLine[]
  /** The top of the axis, or the series whose newest value is the top. */
  top?: number | Selector
  /** Other words that find it. */
  words: string
}

interface Rule {
  id: string
  title: string
  /** Names of series, in the order of their lines. */
  names: readonly string[]
  /** The name of a line in the chart. */
  line?: (series: Series) => string
  /** A line for each of these, of each series. */
  percentiles?: readonly Percentile[]
  top?: number | Selector
  binary?: true
  words?: string
}

const total = (name: string): Selector => ({ name, labels: {} })
const diskNames: Record<string, string> = { data: 'Data directory', root: 'System' }

const rules: readonly Rule[] = [
  { id: 'guard-requests', title: 'Requests', names: ['guard.requests'], words: 'traffic rate throughput' },
  {
    id: 'guard-duration',
    title: 'Response time',
    names: ['guard.duration'],
    percentiles: ['p50', 'p95', 'p99'],
    words: 'latency traffic percentile',
  },
  {
    id: 'guard-trouble',
    title: 'Refused and failed',
    names: ['guard.refused', 'guard.errors'],
    line: ({ name }) => (name.endsWith('refused') ? 'Refused' : 'Errors'),
    words: 'traffic blocked limited 500',
  },
  {
    id: 'guard-bytes',
    title: 'Bytes through the guard',
    names: ['guard.bytes.out', 'guard.bytes.in'],
    line: ({ name }) => (name.endsWith('in') ? 'In' : 'Out'),
    words: 'traffic received sent',
  },
  {
    id: 'guard-status',
    title: 'Answers by status',
    names: ['guard.status.requests'],
    line: ({ labels }) => labels['class'] ?? 'Answers',
    words: 'traffic 200 400 500',
  },
  ...(['route', 'consumer', 'upstream'] as const).map((label): Rule => {
    return {
      id: `guard-${label}-requests`,
      title: `Requests by ${label}`,
      names: [`guard.${label}.requests`],
      line: ({ labels }) => labels[label] ?? label,
      words: 'traffic rate',
    }
  }),
  ...(['route', 'upstream'] as const).map((label): Rule => {
    return {
      id: `guard-${label}-duration`,
      title: `Response time by ${label}, p95`,
      names: [`guard.${label}.duration`],
      percentiles: ['p95'],
      line: ({ labels }) => labels[label] ?? label,
      words: 'traffic latency slow',
    }
  }),
  ...(['route', 'consumer'] as const).map((label): Rule => {
    return {
      id: `guard-${label}-refused`,
      title: `Refused by ${label}`,
      names: [`guard.${label}.refused`],
      line: ({ labels }) => labels[label] ?? label,
      words: 'traffic blocked limited',
    }
  }),
  ...(['route', 'upstream'] as const).map((label): Rule => {
    return {
      id: `guard-${label}-errors`,
      title: `Errors by ${label}`,
      names: [`guard.${label}.errors`],
      line: ({ labels }) => labels[label] ?? label,
      words: 'traffic failed 500',
    }
  }),
  {
    id: 'guard-route-bytes',
    title: 'Bytes by route',
    names: ['guard.route.bytes.out', 'guard.route.bytes.in'],
    line: ({ name, labels }) => `${labels['route'] ?? 'Route'}, ${name.endsWith('in') ? 'in' : 'out'}`,
    words: 'traffic received sent',
  },
  { id: 'cpu', title: 'CPU', names: ['machine.cpu.used'], top: 100, words: 'processor' },
  { id: 'cpu-stolen', title: 'CPU taken by other machines', names: ['machine.cpu.stolen'], words: 'processor steal stolen host virtual' },
  {
    id: 'cores',
    title: 'CPU by core',
    names: ['machine.cpu.core.used'],
    line: ({ labels }) => `Core ${labels['core'] ?? ''}`,
    top: 100,
    words: 'processor',
  },
  { id: 'load', title: 'Load', names: ['machine.load.1'], words: 'cpu processor' },
  {
    id: 'memory',
    title: 'Memory',
    names: ['machine.memory.used'],
    top: total('machine.memory.total'),
    binary: true,
    words: 'ram',
  },
  { id: 'swap', title: 'Swap', names: ['machine.swap.used'], top: total('machine.swap.total'), binary: true, words: 'memory' },
  {
    id: 'disk',
    title: 'Disk',
    names: ['machine.disk.write', 'machine.disk.read'],
    line: ({ name }) => (name.endsWith('read') ? 'Read' : 'Written'),
    words: 'input output',
  },
  {
    id: 'disk-space',
    title: 'Disk space in use',
    names: ['machine.disk.used'],
    line: ({ labels }) => diskNames[labels['mount'] ?? ''] ?? labels['mount'] ?? 'Disk',
    words: 'full',
  },
  {
    id: 'network',
    title: 'Network',
    names: ['machine.network.out', 'machine.network.in'],
    line: ({ name }) => (name.endsWith('in') ? 'In' : 'Out'),
    words: 'received sent traffic',
  },
  { id: 'temperature', title: 'Temperature', names: ['machine.temperature'], line: ({ labels }) => labels['sensor'] ?? 'Sensor' },
  { id: 'console-cpu', title: 'Console CPU', names: ['console.cpu'], words: 'processor own cost' },
  {
    id: 'console-memory',
    title: 'Console memory',
    names: ['console.memory', 'console.heap'],
    line: ({ name }) => (name === 'console.heap' ? 'Heap' : 'All'),
    words: 'ram own cost',
  },
  {
    id: 'loop-delay',
    title: 'Event-loop delay',
    names: ['console.loop.delay'],
    percentiles: ['p50', 'p95', 'p99'],
    words: 'latency late percentile',
  },
  { id: 'collecting', title: 'Cost of collecting', names: ['console.collect.ms'], words: 'own cost metrics' },
  {
    id: 'database-size',
    title: 'Size of the databases',
    names: ['console.database.bytes'],
    line: ({ labels }) => labels['file'] ?? 'Database',
    words: 'bytes storage',
  },
  {
    id: 'database-wal',
    title: 'Write-ahead logs',
    names: ['console.database.wal.bytes'],
    line: ({ labels }) => labels['file'] ?? 'Database',
    words: 'wal bytes storage checkpoint',
  },
  {
    id: 'query-time',
    title: 'Time of queries, p95',
    names: ['console.queries.time'],
    percentiles: ['p95'],
    line: ({ labels }) => labels['name'] ?? 'Query',
    words: 'slow sql',
  },
]
/** Drawn as the top of another chart, not as a chart. */
const tops = new Set(['machine.memory.total', 'machine.swap.total', 'machine.disk.total'])

const groupOf = (name: string): ChartGroupName => {
  if (name.startsWith('guard.')) return 'Guard'
  if (name.startsWith('machine.')) return 'Machine'
  if (name.startsWith('console.database.') || name.startsWith('console.queries.')) return 'Database'
  return name.startsWith('console.') ? 'Console' : 'Other'
}

/** Core 2 before core 10. */
const inOrder = new Intl.Collator('en', { numeric: true })

const linesOf = (rule: Rule, one: Series): PlannedLine[] => {
  const key = seriesKey(one)
  const selector = { name: one.name, labels: one.labels }
  const name = rule.line?.(one) ?? one.title
  const { percentiles } = rule
  if (!percentiles || one.kind !== 'histogram') return [{ key, name, selector }]
  return percentiles.map((percentile) => ({
    key: `${key} ${percentile}`,
    name: percentiles.length > 1 ? (rule.line ? `${name}, ${percentile}` : percentile) : name,
    selector,
    percentile,
  }))
}

const chartsOf = (rule: Rule, series: readonly Series[]): PlannedChart[] => {
  const lines = series
    .flatMap((one) => linesOf(rule, one).map((line) => ({ one, line })))
    .sort((a, b) => rule.names.indexOf(a.one.name) - rule.names.indexOf(b.one.name) || inOrder.compare(a.line.name, b.line.name))
  const charts: PlannedChart[] = []
  for (let first = 0; first < lines.length; first += mostSeries) {
    const some = lines.slice(first, first + mostSeries)
    const unit = some[0]?.one.unit ?? 'count'
    const part = lines.length > mostSeries ? `, ${first + 1} to ${first + some.length}` : ''
    charts.push({
      id: first === 0 ? rule.id : `${rule.id}-${first / mostSeries + 1}`,
      title: `${rule.title}${part}`,
      group: groupOf(some[0]?.one.name ?? ''),
      measure: { unit, ...(rule.binary && { binary: true }) },
      lines: some.map(({ line }) => line),
      ...(rule.top !== undefined && { top: rule.top }),
      words: [...rule.names, rule.words ?? '', ...some.map(({ line }) => line.name)].join(' '),
    })
  }
  return charts
}

/** All charts in the order of the page. A series that no rule knows gets a chart of its own name. */
export const planCharts = (series: readonly Series[]): PlannedChart[] => {
  const ruled = new Set(rules.flatMap(({ names }) => names))
  const others = [...new Set(series.map(({ name }) => name).filter((name) => !ruled.has(name) && !tops.has(name)))].sort(inOrder.compare)
  const own = others.map((name): Rule => {
    const same = series.filter((one) => one.name === name)
    const title = same[0]?.title ?? name
    return {
      id: name,
      title: same.length === 1 ? title : name,
      names: [name],
      line: (one) => Object.values(one.labels).join(', ') || one.title,
    }
  })
  return [...rules, ...own].flatMap((rule) =>
    chartsOf(
      rule,
      series.filter(({ name }) => rule.names.includes(name)),
    ),
  )
}

/** Every word typed begins some word of the title, the series' names or the lines. */
export const matchesSearch = ({ title, words }: PlannedChart, typed: string): boolean => {
  const parts = `${title} ${words}`.toLowerCase().split(/[\s,.]+/)
  return typed
    .toLowerCase()
    .split(/[\s,.]+/)
    .filter(Boolean)
    .every((word) => parts.some((part) => part.startsWith(word)))
}
