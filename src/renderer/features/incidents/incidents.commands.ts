/** What the palette offers for incidents from anywhere. */
import { CircleCheck } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const incidentCommands: readonly Command[] = [
  {
    id: 'incidents closed',
    group: 'Do',
    label: 'Show closed incidents',
    words: 'history resolved past',
    icon: CircleCheck,
    needs: 'audit:read',
    run: ({ navigate }) => void navigate({ to: '/incidents', search: { show: 'closed' } }),
  },
]
