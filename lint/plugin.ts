// The house's own lint rules as an oxlint plugin.
import { fileNames } from './rules/file-names.ts'
import { jobOnFirstLine } from './rules/job-on-first-line.ts'
import { noBarrels } from './rules/no-barrels.ts'
import { sqlInStores } from './rules/sql-in-stores.ts'
import { timeThroughPorts } from './rules/time-through-ports.ts'
import { walls } from './rules/walls.ts'

// oxlint loads a plugin by its default export.
export default {
  meta: { name: 'house' },
  rules: {
    walls,
    'sql-in-stores': sqlInStores,
    'time-through-ports': timeThroughPorts,
    'file-names': fileNames,
    'no-barrels': noBarrels,
    'job-on-first-line': jobOnFirstLine,
  },
}
