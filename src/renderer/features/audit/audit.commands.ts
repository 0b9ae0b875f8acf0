/** What the palette offers for the audit log from anywhere. */
import { BadgeCheck, ChartColumn } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'
import { announceVerdict } from './announce-verdict.ts'
import { startVerification } from './verification.ts'

export const auditCommands: readonly Command[] = [
  {
    id: 'audit statistics',
    group: 'Go to',
    label: 'Statistics of the log',
    words: 'audit report figures top sources actions',
    icon: ChartColumn,
    needs: 'audit:read',
    run: ({ navigate }) => void navigate({ to: '/audit/statistics', search: { range: '24h' } }),
  },
  {
    id: 'audit verify',
    group: 'Do',
    label: 'Verify the audit log',
    words: 'chain prove check intact',
    icon: BadgeCheck,
    needs: 'audit:verify',
    run: ({ navigate }) => {
      const goToAudit = () => void navigate({ to: '/audit' })
      // On the page itself the filters stay as they are.
      if (location.pathname !== '/audit') goToAudit()
      void startVerification(announceVerdict(goToAudit))
    },
  },
]
