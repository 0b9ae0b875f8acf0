/** All steps of the schema, in order. A step that has landed is never edited: the next one mends it. */
import { accessTokens } from '../database/migrations/0020-access-tokens.ts'
import { access } from '../database/migrations/0002-access.ts'
import { advice } from '../database/migrations/0015-advice.ts'
import { alerts } from '../database/migrations/0012-alerts.ts'
import { backups } from '../database/migrations/0023-backups.ts'
import { browsers } from '../database/migrations/0017-browsers.ts'
import { dashboards } from '../database/migrations/0016-dashboards.ts'
import { forwarding } from '../database/migrations/0010-forwarding.ts'
import { guard } from '../database/migrations/0011-guard.ts'
import { guardRules } from '../database/migrations/0018-guard-rules.ts'
import { incidents } from '../database/migrations/0009-incidents.ts'
import { keyChecks } from '../database/migrations/0021-key-checks.ts'
import { keys } from '../database/migrations/0004-keys.ts'
import { log } from '../database/migrations/0001-log.ts'
import { logWithoutIndexes } from '../database/migrations/0006-log-without-indexes.ts'
import type { Migration } from '../database/migrations/migration.ts'
import { notifications } from '../database/migrations/0013-notifications.ts'
import { objectives } from '../database/migrations/0014-objectives.ts'
import { retention } from '../database/migrations/0007-retention.ts'
import { savedFilters } from '../database/migrations/0008-saved-filters.ts'
import { settingActs } from '../database/migrations/0022-setting-acts.ts'
import { settings } from '../database/migrations/0003-settings.ts'
import { users } from '../database/migrations/0019-users.ts'
import { vault } from '../database/migrations/0005-vault.ts'

export const migrations: readonly Migration[] = [
  log,
  access,
  settings,
  keys,
  vault,
  logWithoutIndexes,
  retention,
  savedFilters,
  incidents,
  forwarding,
  guard,
  alerts,
  notifications,
  objectives,
  advice,
  dashboards,
  browsers,
  guardRules,
  users,
  accessTokens,
  keyChecks,
  settingActs,
  backups,
]
