/** The head of each chart of the machine: the figure now, and the words beside it. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { formatFigure } from '../../ui/figures.ts'
import { formatCounted } from '../../ui/format.ts'
import { valueNow } from '../metrics/value-now.ts'

export interface MachineNote {
  /** The series that are compared with an hour ago. */
  names: readonly string[]
  figure: number | null
  note: string | null
}

const joined = (...parts: (string | null)[]): string | null => parts.filter((part) => part !== null).join(', ') || null
const sum = (one: number | null, other: number | null) => (one === null && other === null ? null : (one ?? 0) + (other ?? 0))

const cpuNote = (now: MetricsNow): MachineNote => {
  const cores = now.values.filter(({ name }) => name === 'machine.cpu.core.used').length
  const load = valueNow(now, 'machine.load.1')
  return {
    names: ['machine.cpu.used'],
    figure: valueNow(now, 'machine.cpu.used'),
    note: joined(
      cores > 0 ? formatCounted(cores, 'core', 'cores') : null,
      load === null ? null : `load ${formatFigure(load, { unit: 'load' })}`,
    ),
  }
}

const memoryNote = (now: MetricsNow): MachineNote => {
  const used = valueNow(now, 'machine.memory.used')
  const total = valueNow(now, 'machine.memory.total')
  const known = used !== null && total !== null && total > 0
  return {
    names: ['machine.memory.used'],
    figure: used,
    note: known
      ? `of ${formatFigure(total, { unit: 'bytes', binary: true })}, ${formatFigure(Math.round((used / total) * 100), { unit: 'percent' })}`
      : null,
  }
}

const diskNote = (now: MetricsNow): MachineNote => {
  const used = valueNow(now, 'machine.disk.used', { mount: 'data' })
  const total = valueNow(now, 'machine.disk.total', { mount: 'data' })
  const known = used !== null && total !== null && total > 0
  return {
    names: ['machine.disk.write', 'machine.disk.read'],
    figure: sum(valueNow(now, 'machine.disk.write'), valueNow(now, 'machine.disk.read')),
    note: known
      ? `${formatFigure(Math.round((used / total) * 100), { unit: 'percent' })} of ${formatFigure(total, { unit: 'bytes' })} used`
      : null,
  }
}

const networkNote = (now: MetricsNow): MachineNote => {
  const incoming = valueNow(now, 'machine.network.in')
  const outgoing = valueNow(now, 'machine.network.out')
  const say = (value: number, way: string) => `${formatFigure(value, { unit: 'bytes/s' })} ${way}`
  return {
    names: ['machine.network.out', 'machine.network.in'],
    figure: sum(incoming, outgoing),
    note: joined(incoming === null ? null : say(incoming, 'in'), outgoing === null ? null : say(outgoing, 'out')),
  }
}

const notes: Record<string, (now: MetricsNow) => MachineNote> = {
  cpu: cpuNote,
  memory: memoryNote,
  disk: diskNote,
  network: networkNote,
}

export const machineNotes = (chartId: string, now: MetricsNow): MachineNote =>
  notes[chartId]?.(now) ?? { names: [], figure: null, note: null }
