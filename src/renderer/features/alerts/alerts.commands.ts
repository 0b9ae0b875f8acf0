/** What the palette offers for alerts from anywhere. */
import { BellOff, BellRing, Plus, Radar, Send } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'
import { tabSearch } from './alerts-search.ts'

export const alertCommands: readonly Command[] = [
  {
    id: 'alerts rules',
    group: 'Go to',
    label: 'Alert rules',
    words: 'threshold monitor condition',
    icon: Radar,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('rules') }),
  },
  {
    id: 'alerts contact points',
    group: 'Go to',
    label: 'Contact points',
    words: 'notifications slack pagerduty webhook email on call',
    icon: BellRing,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('contact-points') }),
  },
  {
    id: 'alerts deliveries',
    group: 'Go to',
    label: 'Deliveries of notifications',
    words: 'messages sent failed retry',
    icon: Send,
    needs: 'metrics:read',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('deliveries') }),
  },
  {
    id: 'alerts add rule',
    group: 'Do',
    label: 'Add an alert rule',
    words: 'threshold monitor new',
    icon: Plus,
    needs: 'alerts:write',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('rules', { dialog: 'add' }) }),
  },
  {
    id: 'alerts add contact point',
    group: 'Do',
    label: 'Add a contact point',
    words: 'notifications slack pagerduty webhook email on call new',
    icon: Plus,
    needs: 'alerts:write',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('contact-points', { dialog: 'add' }) }),
  },
  {
    id: 'alerts silence',
    group: 'Do',
    label: 'Silence alerts',
    words: 'mute quiet maintenance',
    icon: BellOff,
    needs: 'alerts:acknowledge',
    run: ({ navigate }) => void navigate({ to: '/alerts', search: tabSearch('silences', { dialog: 'add' }) }),
  },
]
