import { expect, test } from 'vitest'
import type { Readable, Writable } from '../../database/database.ts'
import { packJson, unpackJson } from '../../database/packed-json.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { restoreHere } from './restore.store.ts'

const filled = async (fill: (tx: Writable) => void) => {
  const { database } = openTestDatabase()
  await database.change(bySystem, { action: 'test.filled', message: 'Rows for a test' }, fill)
  return database
}
const forward = (tx: Writable, id: string, position: number, sendingUntil: number | null = null) => {
  tx.run(
    'INSERT INTO forwarding_destination (id, version, name, name_key, target, enabled, least_severity, created_at_ms) VALUES (@id, 1, @id, @id, @target, 1, 0, 0)',
    { id, target: '{}' },
  )
  tx.run(
    'INSERT INTO forwarding_progress (destination_id, position, head_sequence, sending_until) VALUES (@id, @position, 0, @sendingUntil)',
    {
      id,
      position,
      sendingUntil,
    },
  )
}
const revoke = (tx: Writable, id: string) => void tx.run('INSERT INTO guard_revoked_key (key_id, revoked_at_ms) VALUES (@id, 1)', { id })
const policy = (tx: Writable, revision: number, name: string) =>
  void tx.run("INSERT INTO guard_policy (revision, at_ms, actor_name, sentences, policy) VALUES (@revision, 0, 'mara', '[]', @policy)", {
    revision,
    policy: packJson({ revision, name }),
  })
const restore = async (present: Awaited<ReturnType<typeof filled>>, from: Awaited<ReturnType<typeof filled>>) =>
  present.change(bySystem, { action: 'test.restored', message: 'A restore for a test' }, (tx) =>
    from.read((rows) => restoreHere(tx, rows, { name: 'mara', atMs: 5 }, () => {})),
  )
const positions = (db: Readable) =>
  db.all<{ id: string; at: number; until: number | null }>(
    'SELECT destination_id AS id, position AS at, sending_until AS until FROM forwarding_progress ORDER BY 1',
  )

test('a key of a consumer that was revoked, here or in the backup, stays revoked', async () => {
  const present = await filled((tx) => revoke(tx, 'here'))
  const from = await filled((tx) => revoke(tx, 'there'))
  await restore(present, from)
  expect(present.read((db) => db.all<{ id: string }>('SELECT key_id AS id FROM guard_revoked_key ORDER BY 1')).map(({ id }) => id)).toEqual(
    ['here', 'there'],
  )
})

test('what was sent of the log is not sent again, and no position lies beyond its end', async () => {
  const present = await filled((tx) => {
    for (let nth = 0; nth < 3; nth++) revoke(tx, `row ${nth}`)
    forward(tx, 'kept', 1)
  })
  for (let nth = 0; nth < 5; nth++) await present.append(bySystem, { action: 'test.told', message: 'An entry' })
  const from = await filled((tx) => {
    forward(tx, 'kept', 0, 0)
    forward(tx, 'of a longer log', 9_000, 9_100)
  })
  await restore(present, from)
  // Six entries stood there when it was restored.
  expect(present.read(positions)).toEqual([
    { id: 'kept', at: 1, until: null },
    { id: 'of a longer log', at: 6, until: null },
  ])
})

test('the policy of the backup is a newer revision, and those before stay', async () => {
  const present = await filled((tx) => policy(tx, 7, 'of now'))
  const from = await filled((tx) => policy(tx, 3, 'of then'))
  await restore(present, from)
  const rows = present.read((db) =>
    db.all<{ revision: number; policy: Uint8Array }>('SELECT revision, policy FROM guard_policy ORDER BY 1'),
  )
  expect(rows.map(({ policy: packed }) => unpackJson(packed))).toEqual([
    { revision: 7, name: 'of now' },
    { revision: 8, name: 'of then' },
  ])
})
