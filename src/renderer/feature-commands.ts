/** What the palette offers of each feature, in this order. */
import { accountCommands } from './features/account/account.commands.ts'
import { adviceCommands } from './features/advice/advice.commands.ts'
import { alertCommands } from './features/alerts/alerts.commands.ts'
import { auditCommands } from './features/audit/audit.commands.ts'
import { dashboardCommands } from './features/dashboards/dashboards.commands.ts'
import { databaseCommands } from './features/databases/databases.commands.ts'
import { backupCommands } from './features/backup/backup.commands.ts'
import { forwardingCommands } from './features/forwarding/forwarding.commands.ts'
import { guardCommands } from './features/guard/guard.commands.ts'
import { incidentCommands } from './features/incidents/incidents.commands.ts'
import { metricsCommands } from './features/metrics/metrics.commands.ts'
import { objectiveCommands } from './features/objectives/objectives.commands.ts'
import { settingsCommands } from './features/settings/settings.commands.ts'
import { tokenCommands } from './features/tokens/tokens.commands.ts'
import { trafficCommands } from './features/traffic/traffic.commands.ts'
import { userCommands } from './features/users/users.commands.ts'
import { vaultCommands } from './features/vault/vault.commands.ts'
import type { Command } from './frame/commands.ts'

export const featureCommands: readonly Command[] = [
  ...trafficCommands,
  ...metricsCommands,
  ...databaseCommands,
  ...guardCommands,
  ...alertCommands,
  ...incidentCommands,
  ...objectiveCommands,
  ...adviceCommands,
  ...dashboardCommands,
  ...vaultCommands,
  ...auditCommands,
  ...forwardingCommands,
  ...backupCommands,
  ...userCommands,
  ...settingsCommands,
  ...accountCommands,
  ...tokenCommands,
]
