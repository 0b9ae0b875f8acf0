/** What the palette offers for the metrics from anywhere: the time ranges, and a profile. */
import { Activity, Clock } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'
import { rangeNames, rangeWords } from '../../ui/time-range.ts'

/** The pages whose charts share the range of the address. */
const pagesWithRange = ['/', '/metrics']

export const metricsCommands: readonly Command[] = [
  ...rangeNames.map((range): Command => ({
    id: `range ${range}`,
    group: 'Look',
    label: `Show the ${rangeWords[range]}`,
    words: 'time range metrics charts period',
    icon: Clock,
    needs: 'metrics:read',
    run: ({ navigate }) =>
      void navigate({ to: pagesWithRange.includes(location.pathname) ? location.pathname : '/metrics', search: { range } }),
  })),
  {
    id: 'metrics profile',
    group: 'Do',
    label: 'Record a profile…',
    words: 'cpu heap slow memory metrics',
    icon: Activity,
    needs: 'settings:write',
    run: ({ navigate }) => void navigate({ to: '/metrics', search: { profile: true } }),
  },
]
