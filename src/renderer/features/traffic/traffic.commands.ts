/** What the palette offers for traffic from anywhere. */
import { CircleX, Timer } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const trafficCommands: readonly Command[] = [
  {
    id: 'traffic refused from anywhere',
    group: 'Do',
    label: 'Show refused requests',
    words: 'traffic blocked denied stopped guard',
    icon: CircleX,
    needs: 'guard:read',
    run: ({ navigate }) => void navigate({ to: '/traffic', search: { show: 'refused' } }),
  },
  {
    id: 'traffic slow',
    group: 'Do',
    label: 'Show slow requests',
    words: 'traffic latency guard',
    icon: Timer,
    needs: 'guard:read',
    run: ({ navigate }) => void navigate({ to: '/traffic', search: { show: 'slow' } }),
  },
]
