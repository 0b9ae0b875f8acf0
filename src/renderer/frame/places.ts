/** The pages of the console, in the order of the rail. Only what works stands here. */
import { KeyRound, ReceiptText, Settings, type LucideIcon } from 'lucide-react'
import type { Permission } from '../../shared/permissions.ts'

export interface Place {
  to: '/vault' | '/audit' | '/settings'
  name: string
  group: string
  icon: LucideIcon
  needs: Permission
  /** The second key after `g`. */
  key: string
}

export const places: readonly Place[] = [
  { to: '/vault', name: 'Vault', group: 'Keys', icon: KeyRound, needs: 'vault:list', key: 'v' },
  { to: '/audit', name: 'Audit', group: 'Record', icon: ReceiptText, needs: 'audit:read', key: 'a' },
  { to: '/settings', name: 'Settings', group: 'System', icon: Settings, needs: 'settings:read', key: 's' },
]
