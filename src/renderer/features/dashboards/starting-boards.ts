/** Boards to begin with: of the machine, and of what goes through the guard. */
import { panelSchema, type GivenBoard, type View } from '../../../shared/contract/dashboards.ts'

const panel = (title: string, view: Partial<View> & { name: string }, more: { size?: 'half' | 'full' } = {}) =>
  panelSchema.parse({ title, view, ...more })

export const startingBoards: Record<'machine' | 'guard', GivenBoard> = {
  machine: {
    name: 'Machine',
    panels: [
      panel('Processors, the busiest core', { name: 'machine.cpu.core.used', join: 'max' }),
      panel('Processors, each core', { name: 'machine.cpu.core.used' }),
      panel('Memory in use', { name: 'machine.memory.used' }),
      panel('Disks', { name: 'machine.disk.used' }),
      panel('Received', { name: 'machine.network.in' }),
      panel('Sent', { name: 'machine.network.out' }),
    ],
  },
  guard: {
    name: 'Guard',
    panels: [
      panel('Requests by route', { name: 'guard.route.requests', join: 'sum', by: 'route' }, { size: 'full' }),
      panel('Response time by route, p95', { name: 'guard.route.duration', figure: 'p95' }),
      panel('Errors by upstream', { name: 'guard.upstream.errors' }),
      panel('Requests by consumer', { name: 'guard.consumer.requests' }),
      panel('Refused by consumer', { name: 'guard.consumer.refused' }),
    ],
  },
}
