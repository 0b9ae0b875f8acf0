/** What the palette offers for objectives from anywhere. */
import { Target } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const objectiveCommands: readonly Command[] = [
  {
    id: 'objectives add',
    group: 'Do',
    label: 'Add an objective',
    words: 'slo service level error budget burn rate',
    icon: Target,
    needs: 'alerts:write',
    run: ({ navigate }) => void navigate({ to: '/objectives', search: { dialog: 'add' } }),
  },
]
