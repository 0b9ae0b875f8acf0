/** What the palette offers for the audit log from anywhere. */
import { BadgeCheck } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const auditCommands: readonly Command[] = [
  {
    id: 'audit verify',
    group: 'Do',
    label: 'Verify the log',
    words: 'audit chain prove check',
    icon: BadgeCheck,
    needs: 'audit:verify',
    run: ({ navigate }) => void navigate({ to: '/audit', search: { verify: true } }),
  },
]
