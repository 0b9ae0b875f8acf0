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
CREATE INDEX setting_change_act ON setting_change (coalesce(act_id, id));
`,
}
