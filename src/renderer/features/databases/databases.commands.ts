/** What the palette offers for the databases from anywhere. */
import { Database } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const databaseCommands: readonly Command[] = [
  {
    id: 'databases',
    group: 'Go to',
    label: 'Databases',
    words: 'slow queries sql explain plan index wal size tables integrity check metrics',
    icon: Database,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/metrics/database' }),
  },
]
