/** A series' identity, and what is said of each name: title, unit, kind. */
import type { Series, Unit } from './contract/monitoring.ts'

export type Labels = Readonly<Record<string, string>>
export type SeriesKind = Series['kind']

/** What a collector or the guard hands over with a figure. */
export interface SeriesSpec {
  name: string
  labels: Labels
  unit: Unit
  kind: SeriesKind
  /** How often it is read; the absence of two of these is a gap. */
  everyMs: number
}

export const canonicalLabels = (labels: Labels): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))))

export const seriesKey = (name: string, labels: Labels): string => `${name} ${canonicalLabels(labels)}`

/** A series answers a selector that asks for some of its labels, or none. */
export const matchesLabels = (labels: Labels, asked: Labels): boolean =>
  Object.entries(asked).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value)

const diskOf = (mount: string | undefined) => (mount === 'data' ? 'the disk of the data directory' : "the system's disk")

const titles: Record<string, (labels: Labels) => string> = {
  'machine.cpu.used': () => 'Processor',
  'machine.cpu.stolen': () => 'Processor taken by other machines of the host',
  'machine.cpu.core.used': ({ core }) => `Core ${core}`,
  'machine.load.1': () => 'Load, one minute',
  'machine.memory.used': () => 'Memory in use',
  'machine.memory.total': () => 'Memory',
  'machine.swap.used': () => 'Swap in use',
  'machine.swap.total': () => 'Swap',
  'machine.disk.used': ({ mount }) => `In use on ${diskOf(mount)}`,
  'machine.disk.total': ({ mount }) => `Size of ${diskOf(mount)}`,
  'machine.disk.read': () => 'Read from disk',
  'machine.disk.write': () => 'Written to disk',
  'machine.network.in': () => 'Received',
  'machine.network.out': () => 'Sent',
  'machine.temperature': ({ sensor }) => `Temperature, ${sensor}`,
  'console.cpu': () => 'Processor used by the console',
  'console.memory': () => 'Memory of the console',
  'console.heap': () => 'Heap of the console',
  'console.loop.delay': () => 'Delay of the event loop',
  'console.collect.ms': () => 'Cost of collecting',
  'console.database.bytes': ({ file }) => `Size of ${file}`,
  'console.database.wal.bytes': ({ file }) => `Write-ahead log of ${file}`,
  'guard.requests': () => 'Requests',
  'guard.duration': () => 'Response time',
  'guard.errors': () => 'Errors',
  'guard.refused': () => 'Refused',
  'guard.bytes.in': () => 'Received by the guard',
  'guard.bytes.out': () => 'Sent by the guard',
  'guard.limits.store': () => 'Limits counted together (1) or by each guard alone (0)',
  'guard.tls.left': () => 'Time left of the certificate that ends first',
  'guard.route.requests': ({ route }) => `Requests, ${route}`,
  'guard.route.duration': ({ route }) => `Response time, ${route}`,
  'guard.route.errors': ({ route }) => `Errors, ${route}`,
  'guard.route.refused': ({ route }) => `Refused, ${route}`,
  'guard.route.bytes.in': ({ route }) => `Received, ${route}`,
  'guard.route.bytes.out': ({ route }) => `Sent, ${route}`,
  'guard.consumer.requests': ({ consumer }) => `Requests of ${consumer}`,
  'guard.consumer.refused': ({ consumer }) => `Refused to ${consumer}`,
  'guard.upstream.requests': ({ upstream }) => `Requests to ${upstream}`,
  'guard.upstream.duration': ({ upstream }) => `Response time of ${upstream}`,
  'guard.upstream.errors': ({ upstream }) => `Errors of ${upstream}`,
  'guard.status.requests': (labels) => `Answers ${labels['class']}`,
  'console.queries.time': ({ name }) => `Query ${name}`,
}

/** A name may be whatever a rule was given, also one that every object has something by (`constructor`). */
const ownOf = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const titleOf = (name: string, labels: Labels): string => ownOf(titles, name)?.(labels) ?? name

/** Said of all of a name's series together, whichever labels they have. */
const together: Record<string, string> = {
  'machine.cpu.core.used': 'Each core',
  'machine.disk.used': 'In use on each disk',
  'machine.disk.total': 'Size of each disk',
  'machine.temperature': 'Temperature, each sensor',
  'console.database.bytes': 'Size of each database',
  'console.database.wal.bytes': 'Write-ahead log of each database',
  'guard.status.requests': 'Answers, each class',
  'console.queries.time': 'Each query',
}
const each = { route: 'each route', consumer: 'each consumer', upstream: 'each upstream' }

/** Of a selector: some labels given, or none. */
export const titleOfSelected = ({ name, labels }: { name: string; labels: Labels }): string =>
  (Object.keys(labels).length === 0 ? ownOf(together, name) : undefined) ?? titleOf(name, { ...each, ...labels })

/** Of series that the guard will have once it serves; null of others. */
export const usualUnitOf = (name: string): Unit | null => {
  if (!name.startsWith('guard.')) return null
  if (name === 'guard.limits.store') return 'count'
  if (name.endsWith('.duration') || name === 'guard.tls.left') return 'ms'
  return name.endsWith('.bytes.in') || name.endsWith('.bytes.out') ? 'bytes/s' : '1/s'
}
