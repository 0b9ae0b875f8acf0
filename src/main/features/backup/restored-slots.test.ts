import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { openForReading } from '../../database/connection.ts'
import { make, owned, passphrase, restarted, signIn, stepUp } from '../../test-kit/backed-up-console.ts'
import { joinUser } from '../../test-kit/join-user.ts'

const slotOwners = (dataDirectory: string) => {
  const { connection, handle } = openForReading(join(dataDirectory, 'gatehouse.db'))
  try {
    return handle.all<{ name: string | null }>('SELECT u.name FROM key_slot s LEFT JOIN user u ON u.id = s.user_id').map(({ name }) => name)
  } finally {
    connection.close()
  }
}

test('who is not in the backup has no key slot after it, so that the last one of somebody who is stays', async () => {
  const { console, mara, client } = await owned({ keychain: noKeychain })
  const name = await make(client)
  await joinUser(console, mara, { name: 'joe', role: 'admin' })
  expect(slotOwners(console.dataDirectory)).toHaveLength(2)
  await stepUp(console, mara)
  const { ticket } = await client.backup.examine({ source: { kind: 'kept', name }, opener: { kind: 'passphrase', passphrase } })
  await client.backup.restore({ ticket })
  await restarted(console)
  await signIn(console, mara)
  expect(slotOwners(console.dataDirectory)).toEqual(['mara'])
})
