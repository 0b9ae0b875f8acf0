/** What the palette offers for dashboards from anywhere. */
import { ChartSpline } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const dashboardCommands: readonly Command[] = [
  {
    id: 'explore',
    group: 'Go to',
    label: 'Explore what is measured',
    words: 'metrics explorer query chart filter aggregate',
    icon: ChartSpline,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/explore' }),
  },
]
