/** The pages of the console, in the order of the rail. Only what works stands here. */
import {
  ArrowLeftRight,
  BellRing,
  ChartLine,
  DatabaseBackup,
  FileSliders,
  Gauge,
  KeyRound,
  LayoutDashboard,
  ReceiptText,
  Settings,
  ShieldAlert,
  SlidersHorizontal,
  Target,
  Terminal,
  UserCog,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react'
import type { Permission } from '../../shared/permissions.ts'

export interface Place {
  to:
    | '/'
    | '/traffic'
    | '/metrics'
    | '/dashboards'
    | '/alerts'
    | '/incidents'
    | '/objectives'
    | '/routes'
    | '/limits'
    | '/consumers'
    | '/policy'
    | '/vault'
    | '/audit'
    | '/users'
    | '/api-docs'
    | '/backup'
    | '/settings'
  name: string
  /** Null: on top, without a heading. */
  group: string | null
  icon: LucideIcon
  /** Null: every session may see it. */
  needs: Permission | null
  /** The second key after `g`. */
  key: string
}

export const places: readonly Place[] = [
  { to: '/', name: 'Overview', group: null, icon: Gauge, needs: null, key: 'o' },
  { to: '/traffic', name: 'Traffic', group: 'Watch', icon: ArrowLeftRight, needs: 'guard:read', key: 't' },
  { to: '/metrics', name: 'Metrics', group: 'Watch', icon: ChartLine, needs: 'metrics:read', key: 'm' },
  { to: '/dashboards', name: 'Dashboards', group: 'Watch', icon: LayoutDashboard, needs: 'metrics:read', key: 'd' },
  { to: '/alerts', name: 'Alerts', group: 'Watch', icon: BellRing, needs: 'metrics:read', key: 'e' },
  { to: '/incidents', name: 'Incidents', group: 'Watch', icon: ShieldAlert, needs: 'audit:read', key: 'i' },
  { to: '/objectives', name: 'Objectives', group: 'Watch', icon: Target, needs: 'metrics:read', key: 'b' },
  { to: '/routes', name: 'Routes', group: 'Guard', icon: Waypoints, needs: 'guard:read', key: 'r' },
  { to: '/limits', name: 'Limits', group: 'Guard', icon: SlidersHorizontal, needs: 'guard:read', key: 'l' },
  { to: '/consumers', name: 'Consumers', group: 'Guard', icon: Users, needs: 'guard:read', key: 'c' },
  { to: '/policy', name: 'Policy', group: 'Guard', icon: FileSliders, needs: 'guard:read', key: 'p' },
  { to: '/vault', name: 'Vault', group: 'Keys', icon: KeyRound, needs: 'vault:list', key: 'v' },
  { to: '/audit', name: 'Audit', group: 'Record', icon: ReceiptText, needs: 'audit:read', key: 'a' },
  { to: '/users', name: 'Users', group: 'System', icon: UserCog, needs: 'users:manage', key: 'u' },
  { to: '/api-docs', name: 'API', group: 'System', icon: Terminal, needs: null, key: 'x' },
  { to: '/backup', name: 'Backup', group: 'System', icon: DatabaseBackup, needs: 'backup:run', key: 'k' },
  { to: '/settings', name: 'Settings', group: 'System', icon: Settings, needs: 'settings:read', key: 's' },
]
