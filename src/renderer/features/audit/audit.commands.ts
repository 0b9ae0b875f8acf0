/** What the palette offers for the audit log from anywhere. */
import { BadgeCheck } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'
import { announceVerdict } from './announce-verdict.ts'
import { startVerification } from './verification.ts'

export const auditCommands: readonly Command[] = [
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
