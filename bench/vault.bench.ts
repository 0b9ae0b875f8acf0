// Benchmark: sealing and opening a key beside bare AES-256-GCM on the same bytes, and the list of ten thousand keys.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { silentLogger } from '../src/ports/logger.ts'
import { Secret } from '../src/ports/secret.ts'
import { migrations } from '../src/main/console/migrations.ts'
import type { By } from '../src/main/database/database.ts'
import { openDatabase } from '../src/main/database/open-database.ts'
import { createApiKeys } from '../src/main/features/vault/api-keys.service.ts'
import type { Keys } from '../src/main/features/vault/key-ring.ts'
import { definitionOf } from '../src/main/features/settings/settings.registry.ts'
import { keyBinding } from '../src/main/features/vault/key-record.ts'
import { makeKey, makeKeys } from '../src/main/features/vault/open-keys.ts'
import { median } from './figure.ts'
import type { Benchmark } from './figure.ts'

const keyCount = 10_000
const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'bench', requestId: null }

/** What Node's crypto does at best: a nonce and a tag, and nothing to carry them. */
const bareSeal = (key: Uint8Array, plain: Uint8Array, binding: Buffer) => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(binding)
  const text = cipher.update(plain)
  cipher.final()
  return { nonce, text, tag: cipher.getAuthTag() }
}
const bareOpen = (key: Uint8Array, { nonce, text, tag }: ReturnType<typeof bareSeal>, binding: Buffer) => {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(binding)
  decipher.setAuthTag(tag)
  const plain = decipher.update(text)
  decipher.final()
  return plain
}

const perSecond = (times: number, run: () => void): number => {
  const startedAt = performance.now()
  for (let time = 0; time < times; time++) run()
  return (times * 1000) / (performance.now() - startedAt)
}

/** In turns, so that a slow moment of the machine strikes both. */
const compare = (rounds: number, times: number, ours: () => void, bare: () => void) => {
  const values: number[] = []
  const baselines: number[] = []
  perSecond(times, ours)
  perSecond(times, bare)
  for (let round = 0; round < rounds; round++) {
    values.push(perSecond(times, ours))
    baselines.push(perSecond(times, bare))
  }
  return { value: median(values), baseline: median(baselines) }
}

export const run: Benchmark = async ({ quick }) => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const ids = createIds(systemClock)
  const dataKey = randomBytes(32)
  const { ring } = makeKeys(ids.next(), new Secret(makeKey()), ids.next())
  const database = openDatabase({
    directory,
    migrations,
    clock: systemClock,
    ids,
    logger: silentLogger,
    onAppended: () => {},
    onStorageChange: () => {},
  })
  try {
    const plain = Buffer.from(`sk-proj-${ids.token(48)}`)
    const binding = keyBinding(ids.next(), 1)
    const bareBinding = Buffer.from(binding)
    const bareSealed = bareSeal(dataKey, plain, bareBinding)
    const sealed = ring.seal(plain, binding)
    const [rounds, times] = quick ? [3, 2000] : [9, 20_000]
    const sealing = compare(
      rounds,
      times,
      () => ring.seal(plain, binding),
      () => bareSeal(dataKey, plain, bareBinding),
    )
    const opening = compare(
      rounds,
      times,
      () => ring.open(sealed, binding),
      () => bareOpen(dataKey, bareSealed, bareBinding),
    )

    const apiKeys = createApiKeys({
      database,
      keys: { ring: () => ring } as Keys,
      ids,
      clock: systemClock,
      settings: { get: (key) => definitionOf(key).default as number },
      onDueChanged: () => {},
    })
    await database.change(bySystem, { action: 'bench.filled', message: 'A benchmark stored keys' }, (tx) => {
      for (let index = 0; index < keyCount; index++) {
        const key = {
          label: `key ${index}`,
          tags: ['bench', `team-${index % 20}`],
          provider: null,
          text: `sk-proj-${ids.token(48)}`,
          expiresAtMs: null,
        }
        apiKeys.insert(tx, bySystem, key, systemClock.now())
      }
    })
    const listing: number[] = []
    for (let round = 0; round < (quick ? 3 : 15); round++) {
      const startedAt = performance.now()
      if (apiKeys.list(false).length !== keyCount) throw new Error('The list is not whole')
      listing.push(performance.now() - startedAt)
    }
    return [
      { name: 'vault.seal', ...sealing, unit: '/s', goal: { atLeast: Math.round(0.7 * sealing.baseline) } },
      { name: 'vault.open', ...opening, unit: '/s', goal: { atLeast: Math.round(0.7 * opening.baseline) } },
      { name: 'vault.list_10000', value: median(listing), unit: 'ms', goal: { atMost: 50 } },
    ]
  } finally {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
