// A worker that reads every row of the log and hashes its bytes, and does nothing else with them: what verifying is measured against.
import { hash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { openForReading } from '../src/main/database/connection.ts'

const { databasePath, until } = workerData as { databasePath: string; until: number }
const { connection } = openForReading(databasePath)
const page = connection
  .prepare<[number, number], (string | number | null)[]>(
    `SELECT sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class,
       lower(hex(request_id)), count, message, detail, lower(hex(hash)) FROM log_entry WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT 1000`,
  )
  .raw()
let after = 0
let previous = ''
let rows = 0
for (let some = page.all(after, until); some.length > 0; some = page.all(after, until)) {
  for (const row of some) previous = hash('sha256', `${previous}${row.join('')}`, 'hex')
  after = some.at(-1)![0] as number
  rows += some.length
}
connection.close()
parentPort!.postMessage(rows)
