/** What was changed at once stays together in the history of the settings. */
import type { Migration } from './migration.ts'

export const settingActs: Migration = {
  id: 22,
  name: 'setting-acts',
  sql: `
-- Null in rows from before: each of them was an act of its own.
ALTER TABLE setting_change ADD COLUMN act_id TEXT;
ALTER TABLE setting_change ADD COLUMN act_kind TEXT;
ALTER TABLE setting_change ADD COLUMN act_name TEXT;
-- JSON: the values in force, whichever of default, file, environment and run time they came from. Null in rows from before.
ALTER TABLE setting_change ADD COLUMN from_in_force TEXT;
ALTER TABLE setting_change ADD COLUMN to_in_force TEXT;
CREATE INDEX setting_change_act ON setting_change (coalesce(act_id, id));
`,
}
