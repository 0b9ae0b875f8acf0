/** Everything the console can do. Implemented once in the core; both hosts and the REST interface serve this. */
import { accessContract } from './access.ts'
import { accountContract } from './account.ts'
import { adviceContract } from './advice.ts'
import { alertsContract } from './alerts.ts'
import { auditContract } from './audit.ts'
import { backupContract, firstRestoreContract } from './backup.ts'
import { browsersContract } from './browsers.ts'
import { consoleContract } from './console.ts'
import { dashboardsContract } from './dashboards.ts'
import { databasesContract } from './databases.ts'
import { forwardingContract } from './forwarding.ts'
import { guardContract } from './guard.ts'
import { incidentsContract } from './incidents.ts'
import { live } from './live.ts'
import { masterKeyContract } from './master-key.ts'
import { monitoringContract } from './monitoring.ts'
import { notificationsContract } from './notifications.ts'
import { objectivesContract } from './objectives.ts'
import { settingsContract } from './settings.ts'
import { statusContract } from './status.ts'
import { tokensContract } from './tokens.ts'
import { trafficContract } from './traffic.ts'
import { invitationContract, usersContract } from './users.ts'
import { vaultContract } from './vault.ts'

export const contract = {
  access: accessContract,
  account: accountContract,
  users: usersContract,
  invitation: invitationContract,
  tokens: tokensContract,
  audit: auditContract,
  settings: settingsContract,
  vault: vaultContract,
  console: consoleContract,
  masterKey: masterKeyContract,
  monitoring: monitoringContract,
  incidents: incidentsContract,
  forwarding: forwardingContract,
  traffic: trafficContract,
  guard: guardContract,
  browsers: browsersContract,
  objectives: objectivesContract,
  advice: adviceContract,
  dashboards: dashboardsContract,
  databases: databasesContract,
  backup: backupContract,
  firstRestore: firstRestoreContract,
  alerts: alertsContract,
  notifications: notificationsContract,
  status: statusContract,
  live,
}
export type Contract = typeof contract
