/** What the palette offers for the guard from anywhere. */
import { FlaskConical, Plus } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const guardCommands: readonly Command[] = [
  {
    id: 'guard add service',
    group: 'Do',
    label: 'Put a service behind the guard',
    words: 'route proxy upstream add forward',
    icon: Plus,
    needs: 'guard:write',
    run: ({ navigate }) => void navigate({ to: '/routes', search: { dialog: 'add' } }),
  },
  {
    id: 'guard try',
    group: 'Do',
    label: 'Try a request',
    words: 'explain test send stages decide why refused',
    icon: FlaskConical,
    needs: 'guard:read',
    run: ({ navigate }) => void navigate({ to: '/routes', search: { dialog: 'try' } }),
  },
]
