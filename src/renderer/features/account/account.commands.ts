/** What the palette offers for one's own account from anywhere; the hash names the section. */
import { KeyRound, MonitorSmartphone, ShieldCheck, TicketCheck } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const accountCommands: readonly Command[] = [
  {
    id: 'account password',
    group: 'Do',
    label: 'Change your password',
    words: 'account',
    icon: KeyRound,
    run: ({ navigate }) => void navigate({ to: '/account', hash: 'password' }),
  },
  {
    id: 'account sessions',
    group: 'Do',
    label: 'See your sessions',
    words: 'account devices revoke',
    icon: MonitorSmartphone,
    run: ({ navigate }) => void navigate({ to: '/account', hash: 'sessions' }),
  },
  {
    id: 'account mfa',
    group: 'Do',
    label: 'Move to another authenticator',
    words: 'account mfa totp phone',
    icon: ShieldCheck,
    run: ({ navigate }) => void navigate({ to: '/account', hash: 'mfa' }),
  },
  {
    id: 'account codes',
    group: 'Do',
    label: 'Replace your backup codes',
    words: 'account mfa recovery new',
    icon: TicketCheck,
    run: ({ navigate }) => void navigate({ to: '/account', hash: 'backup-codes' }),
  },
]
