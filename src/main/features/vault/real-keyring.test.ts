/** The master key in a real Secret Service: moved in and out, found again by the next start, and locked away. */
import { expect, test } from 'vitest'
import { inKeyringSession, whyNoKeyring } from '../../test-kit/keyring-session.ts'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'

const fileUrl = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

const script = (home: string, nowMs: string, body: string) => `
  import { createKeytarKeychain } from ${fileUrl('../../../ports/keytar-keychain.ts')}
  import { createTestConsole } from ${fileUrl('../../test-kit/create-test-console.ts')}
  import { createHandClock } from ${fileUrl('../../test-kit/hand-clock.ts')}
  import { ownerOf } from ${fileUrl('../../test-kit/vault-owner.ts')}
  import { readFileSync, writeFileSync } from 'node:fs'
  const home = ${JSON.stringify(home)}
  const keychain = createKeytarKeychain()
  const console = await createTestConsole({ dataDirectory: home + '/data', keychain }, createHandClock(${nowMs}))
  const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
  const nameOf = (id, installationId) => 'master-key ' + installationId + ' ' + id
  ${body}
  await console.end()`

test.skipIf(whyNoKeyring !== null)(
  `a new master key lies in a real Secret Service, and the old one is gone from it${whyNoKeyring ? ` (not run: ${whyNoKeyring})` : ''}`,
  async () => {
    const home = makeTestDirectory()
    const made = await inKeyringSession(
      home,
      'unlocked',
      script(
        home,
        'undefined',
        `const mara = await console.firstRun()
        const owner = ownerOf(console, mara)
        const { installationId } = await mara.client.console.about()
        const first = await mara.client.masterKey.get()
        say((await keychain.read(nameOf(first.id, installationId))).length)
        const second = await owner.move('keychain')
        say([second.place, await keychain.read(nameOf(first.id, installationId)), (await keychain.read(nameOf(second.id, installationId))).length])
        say((await owner.move('slots')).place)
        say(await keychain.read(nameOf(second.id, installationId)))
        const third = await owner.move('keychain')
        await owner.stepUp()
        const { recoveryKey } = await mara.client.masterKey.createRecoveryKey()
        writeFileSync(home + '/kept.json', JSON.stringify({ kept: { ...mara, client: null, code: null }, nowMs: console.clock.now(), recoveryKey }))
        say(third.places.find((one) => one.place === 'keychain').possible)`,
      ),
    )
    expect(made.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([44, ['keychain', null, 44], 'slots', null, true])

    const later = (body: string) =>
      script(
        home,
        "JSON.parse(readFileSync(home + '/kept.json', 'utf8')).nowMs + 60_000",
        `const { kept, recoveryKey } = JSON.parse(readFileSync(home + '/kept.json', 'utf8')); ${body}`,
      )
    const anew = await inKeyringSession(
      home,
      'unlocked',
      later(`const owner = ownerOf(console, console.known(kept)); say(await owner.vault()); await owner.stepUp(); say('open')`),
    )
    expect(anew.split('\n')).toEqual(['"open"', '"open"'])

    const locked = await inKeyringSession(
      home,
      'locked',
      later(`const owner = ownerOf(console, console.known(kept))
        say((await console.client().console.status()).vault)
        say((await console.client().masterKey.openWithRecoveryKey({ recoveryKey })).vault)
        console.clock.advance(120_000)
        const refused = await owner.move('keychain').catch((error) => error)
        say([refused.code, refused.message])`),
    )
    const [state, opened, refused] = locked.split('\n').map((line) => JSON.parse(line) as unknown)
    expect(state).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/^The keychain is locked.*recovery key\.$/) as string,
    })
    expect(opened).toEqual({ kind: 'open' })
    expect(refused).toEqual(['CONFLICT', expect.stringMatching(/^The keychain is locked.*Nothing was changed/) as string])
  },
  300_000,
)
