/** Two more rules that come with the product: limits that are no longer counted together, and a certificate that ends. */
import type { Migration } from './migration.ts'

export const guardRules: Migration = {
  id: 18,
  name: 'guard-rules',
  sql: `
INSERT INTO alert_rule (id, version, built_in) VALUES
  ('0199a000-0000-7000-8000-000000000006', 1, 'limits-apart'),
  ('0199a000-0000-7000-8000-000000000007', 1, 'certificate');
`,
}
