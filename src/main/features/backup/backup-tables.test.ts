import { expect, test } from 'vitest'
import { tablesOf } from '../../database/dump-tables.ts'
import { openTestDatabase } from '../../test-kit/open-test-database.ts'
import { leftOut, logTables, stays } from './backup-tables.ts'

test('each table was thought of: what a restore brings back is this list, and no new table comes into it unseen', () => {
  const all = openTestDatabase().database.read(tablesOf)
  for (const named of [...leftOut, ...logTables, ...stays]) expect(all).toContain(named)
  expect(all.filter((table) => !leftOut.has(table) && !stays.has(table)).toSorted()).toEqual([
    'alert_rule',
    'alert_silence',
    'api_key',
    'api_key_check',
    'api_key_reminder',
    'api_key_use',
    'api_key_version',
    'backup_code',
    'contact_point',
    'dashboard',
    'dismissed_advice',
    'forwarding_destination',
    'forwarding_progress',
    'objective',
    'saved_filter',
    'setting',
    'setting_change',
    'user',
  ])
})
