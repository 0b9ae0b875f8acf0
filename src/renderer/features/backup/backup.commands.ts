/** What the palette offers for backups from anywhere. */
import { DatabaseBackup, History } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const backupCommands: readonly Command[] = [
  {
    id: 'backup make',
    group: 'Do',
    label: 'Back up now',
    words: 'backup export save copy download passphrase move machine',
    icon: DatabaseBackup,
    needs: 'backup:run',
    run: ({ navigate }) => void navigate({ to: '/backup', hash: 'make' }),
  },
  {
    id: 'backup restore',
    group: 'Do',
    label: 'Restore from a backup',
    words: 'recover import bring back disaster move machine',
    icon: History,
    needs: 'backup:run',
    run: ({ navigate }) => void navigate({ to: '/backup/restore' }),
  },
]
