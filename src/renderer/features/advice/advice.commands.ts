/** What the palette offers for advice from anywhere. */
import { Lightbulb } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const adviceCommands: readonly Command[] = [
  {
    id: 'advice',
    group: 'Go to',
    label: 'Advice',
    words: 'recommendations what to change health suggestions',
    icon: Lightbulb,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/advice' }),
  },
]
