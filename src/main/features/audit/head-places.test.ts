import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { TestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem, makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { rechain } from '../../test-kit/rechain.ts'
import { foundBroken } from '../../test-kit/signed-log.ts'

const keptLog = async ({ inUse = true } = {}) => {
  const path = join(makeTestDirectory(), 'state', 'gatehouse', 'log-head.json')
  const keychain = createMemoryKeychain()
  const use = { keychain: inUse }
  const opened = openTestAudit({ elsewhere: { files: [{ name: path, path }], keychain, keychainInUse: () => use.keychain } })
  const name = `log-head ${opened.database.installationId}`
  await opened.append(10)
  opened.heads.signNow()
  await settled()
  return Object.assign(opened, {
    elsewhere: path,
    keychain,
    use,
    inKeychain: () => {
      const text = keychain.entries.get(name)
      return text === undefined ? null : (JSON.parse(text) as { sequence: number })
    },
    inFile: () => JSON.parse(readFileSync(path, 'utf8')) as { sequence: number },
    keychainName: name,
  })
}
type KeptLog = Awaited<ReturnType<typeof keptLog>>

/** What a keychain in memory was asked is answered by then. */
const settled = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
const actions = ({ database }: Pick<TestAudit, 'database'>) =>
  database
    .read((db) => db.all<{ text: string }>('SELECT t.text FROM log_entry e JOIN log_text t ON t.id = e.action ORDER BY e.sequence'))
    .map((row) => row.text)

test('the newest head is kept in three places, and the verdict names them', async () => {
  const opened = await keptLog()
  const verdict = await opened.verify()
  expect(verdict.keptIn).toEqual(['log-head.json', opened.elsewhere, 'the keychain'])
  expect(verdict.completeness.sentence).toContain(`That head is also kept in log-head.json, ${opened.elsewhere}, and the keychain.`)
  expect(opened.inFile()).toEqual(opened.keptHead())
  expect(opened.inKeychain()).toEqual(opened.keptHead())
  if (process.platform === 'win32') return
  expect(statSync(opened.elsewhere).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(opened.elsewhere)).mode & 0o777).toBe(0o700)
})

test('the keychain is written at most once a minute, and at the stop', async () => {
  const opened = await keptLog()
  const signAfter = async (ms: number) => {
    opened.clock.advance(ms)
    await opened.append(1)
    opened.heads.signNow()
    await settled()
  }
  await signAfter(10_000)
  await signAfter(10_000)
  expect([opened.inFile().sequence, opened.inKeychain()?.sequence]).toEqual([12, 10])
  expect((await opened.verify()).completeness.sentence).toContain('An older one, over entry 10, is kept in the keychain.')
  opened.clock.advance(60_000)
  await settled()
  expect(opened.inKeychain()?.sequence).toBeGreaterThanOrEqual(12)
  await signAfter(1_000)
  await opened.heads.stop()
  expect(opened.inKeychain()).toEqual(opened.inFile())
  expect(opened.clock.waiting()).toBe(0)
})

test('a keychain that refuses is asked again in ten minutes, not at the stop, and holds up nothing', async () => {
  const opened = await keptLog()
  opened.keychain.refuse('It is locked.')
  opened.clock.advance(60_000)
  await opened.append(1)
  opened.heads.signNow()
  await settled()
  expect((await opened.verify()).completeness.sentence).toContain('The head kept in the keychain cannot be read.')
  opened.keychain.refuse(null)
  opened.clock.advance(500_000)
  await settled()
  expect(opened.inKeychain()?.sequence).toBe(10)
  opened.clock.advance(100_001)
  await settled()
  expect(opened.inKeychain()?.sequence).toBeGreaterThan(10)
})

test('a keychain that never answers holds up the stop for two seconds', async () => {
  const opened = await keptLog()
  opened.keychain.write = () => new Promise(() => {})
  opened.clock.advance(60_000)
  await opened.append(1)
  let stopped = false
  const stopping = opened.heads.stop().then(() => (stopped = true))
  await settled()
  opened.clock.advance(1_999)
  await settled()
  expect(stopped).toBe(false)
  opened.clock.advance(1)
  await stopping
  expect(opened.inFile().sequence).toBe(11)
})

test('where the master key does not lie in the keychain, nobody is asked for it', async () => {
  const opened = await keptLog({ inUse: false })
  await opened.heads.stop()
  expect(opened.keychain.entries.size).toBe(0)
  expect((await opened.verify()).keptIn).toEqual(['log-head.json', opened.elsewhere])
})

test('where the other place cannot be written, heads are signed and kept in the data directory all the same', async () => {
  const opened = await keptLog()
  rmSync(dirname(opened.elsewhere), { recursive: true })
  writeFileSync(dirname(opened.elsewhere), 'a file in the way')
  await opened.append(1)
  opened.heads.signNow()
  expect(opened.keptHead().sequence).toBe(11)
  expect(await opened.verify()).toMatchObject({ intact: true, keptIn: ['log-head.json'] })
})

/** The database and its file as they were earlier; what lies elsewhere stays. */
const putBack = async (opened: KeptLog, saved: string) => {
  await opened.database.close()
  for (const file of ['gatehouse.db', 'log-head.json']) copyFileSync(join(saved, file), join(opened.directory, file))
  for (const side of ['-wal', '-shm']) rmSync(opened.path + side, { force: true })
}

test.each(['file', 'keychain'] as const)('an older state of the whole data directory is found by the head in the %s', async (place) => {
  const opened = await keptLog()
  const saved = makeTestDirectory()
  await opened.database.close()
  for (const file of ['gatehouse.db', 'log-head.json']) copyFileSync(join(opened.directory, file), join(saved, file))
  await opened.restart()
  opened.clock.advance(60_000)
  await opened.append(10)
  await opened.heads.stop()
  await putBack(opened, saved)
  if (place === 'file') opened.keychain.entries.clear()
  else rmSync(opened.elsewhere)
  await opened.restart()
  const where = place === 'file' ? opened.elsewhere : 'the keychain'
  const cut = await foundBroken(opened)
  expect(cut).toMatchObject({ kind: 'cut', sequence: 11 })
  expect(cut.sentence).toContain(`the signed head kept in ${where} of`)
  expect(await opened.verify()).toMatchObject({ completeness: { state: 'incomplete' }, integrity: { holds: true } })

  // It stays the proof, whatever is signed from now on.
  await opened.append(20)
  opened.heads.signNow()
  await settled()
  await opened.database.flush()
  expect(actions(opened)).toContain('log.head-lost')
  expect(place === 'file' ? opened.inFile() : opened.inKeychain()).toMatchObject({ sequence: 20 })
  expect((await foundBroken(opened)).kind).toBe('rewritten')
})

test('a log that was made up anew together with its heads and its file is found by the head elsewhere', async () => {
  const opened = await keptLog()
  const other = opened.intruder()
  other.exec("UPDATE log_entry SET message = 'other' WHERE sequence = 3; DELETE FROM log_head")
  rechain(other, opened.database.installationId, 1)
  rmSync(opened.keptHeadPath)
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'rewritten', sequence: 10 })
  expect(broken.sentence).toContain(`as the head kept in ${opened.elsewhere} shows`)
})

test('a head that somebody put elsewhere is forged, keeps nothing from being signed in the other places, and stays', async () => {
  const opened = await keptLog()
  const planted = { ...opened.inFile(), sequence: 500 }
  writeFileSync(opened.elsewhere, JSON.stringify(planted))
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'head-forged', sequence: 500 })
  expect(broken.sentence).toContain(`kept in ${opened.elsewhere}`)
  await opened.restart()
  await opened.append(1)
  opened.heads.signNow()
  expect(opened.keptHead().sequence).toBeGreaterThan(10)
  expect(opened.inFile()).toEqual(planted)
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a place that may not be read is said', async () => {
  const opened = await keptLog()
  chmodSync(opened.elsewhere, 0)
  expect((await opened.verify()).completeness.sentence).toContain(`The head kept in ${opened.elsewhere} cannot be read.`)
})

test('an entry is proved by a head elsewhere where the log lost its own', async () => {
  const opened = await keptLog()
  opened.intruder().exec('DELETE FROM log_head')
  rmSync(opened.keptHeadPath)
  expect((await opened.audit.entry(5)).proof).toMatchObject({ state: 'proved', head: { sequence: 10 } })
})

test('a directory that is missing is made', async () => {
  const opened = await keptLog()
  rmSync(dirname(opened.elsewhere), { recursive: true })
  mkdirSync(dirname(dirname(opened.elsewhere)), { recursive: true })
  await opened.append(1)
  opened.heads.signNow()
  expect(existsSync(opened.elsewhere)).toBe(true)
  await opened.database.append(bySystem, { action: 'a', message: 'x' })
})
