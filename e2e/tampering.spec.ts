import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { headFileOf } from './fixtures/console-process.ts'
import { openFromOutside } from './fixtures/outside-database.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'

type Outside = ReturnType<typeof openFromOutside>

describe('an outside hand in the log', () => {
  const stage = setStage()
  const asWritten = mkdtempSync(join(tmpdir(), 'gatehouse-log-'))
  const headAsWritten = `${asWritten}.log-head.json`
  let mara: Person
  afterAll(() => {
    rmSync(asWritten, { recursive: true, force: true })
    rmSync(headAsWritten, { force: true })
  })

  /** Puts the log back as it was written, lets the hand at it, and shows the log to who signs in anew. */
  const afterTampering = async (tamper: (log: Outside) => void): Promise<AuditPage> => {
    await stage.restartConsole((dataDirectory) => {
      rmSync(dataDirectory, { recursive: true })
      cpSync(asWritten, dataDirectory, { recursive: true })
      cpSync(headAsWritten, headFileOf(dataDirectory))
      const log = openFromOutside(dataDirectory)
      tamper(log)
      log.close()
    })
    stage.secrets.add('the token of another link', new URL(stage.console.link).hash.slice('#t='.length))
    const { page } = await stage.openWindow()
    await page.goto(stage.console.link)
    await signIn(stage, page, mara)
    await new Frame(page).goTo('Audit')
    const audit = new AuditPage(page)
    await audit.verify()
    return audit
  }

  test('the log as it was written is intact', async () => {
    const { page } = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, page)
    await new Frame(page).choose('Lock')
    await new LockScreen(page).unlock(mara.password)
    await new Frame(page).isShown()
    await new Frame(page).goTo('Audit')
    await new AuditPage(page).provesItself()
    await stage.restartConsole((dataDirectory) => {
      cpSync(dataDirectory, asWritten, { recursive: true })
      cpSync(headFileOf(dataDirectory), headAsWritten)
    })
  })

  test('nor do guards taken away alone change the verdict', async () => {
    await (await afterTampering(() => {})).isIntact()
  })

  test('an edited entry is found and named, and its own page says so', async () => {
    let sequence = 0
    const audit = await afterTampering((log) => {
      sequence = log.sequenceOf('mfa.enrolled')
      log.editEntry(sequence, 'Nothing of interest happened')
    })
    await audit.isBroken(new RegExp(`\\b${sequence}\\b`))
    await audit.page.getByRole('button', { name: `Go to entry ${sequence}` }).click()
    await expect(audit.panel.getByRole('alert')).toContainText('Broken.')
  })

  test('a deleted entry is found and named', async () => {
    let sequence = 0
    const audit = await afterTampering((log) => {
      sequence = log.sequenceOf('session.locked')
      log.deleteEntry(sequence)
    })
    await audit.isBroken(new RegExp(`${sequence}\\b.* missing|missing.*\\b${sequence}\\b`))
  })

  test('an edited row of the dictionary is found in the first entry that uses it', async () => {
    let sequence = 0
    const audit = await afterTampering((log) => {
      sequence = log.firstBy('mara')
      log.renameActor('mara', 'jonas')
    })
    await audit.isBroken(new RegExp(`\\b${sequence}\\b`))
  })

  test('a cut tail is found by the signed heads', async () => {
    const audit = await afterTampering((log) => log.cutTail(log.sequenceOf('session.locked')))
    await audit.isBroken(/cut off|missing/)
  })

  test('a tail cut with its heads is found by the head that is kept beside the database', async () => {
    const audit = await afterTampering((log) => {
      const sequence = log.sequenceOf('session.locked')
      log.cutTail(sequence)
      log.cutHeads(sequence)
    })
    await audit.isBroken(/cut off|not the one that was signed/)
  })

  test('a whole chain made anew is found by the signature alone', async () => {
    const audit = await afterTampering((log) => {
      const sequence = log.sequenceOf('user.created')
      log.editEntry(sequence, 'jonas was made the first administrator')
      log.recomputeChain(sequence)
      expect(log.linksHold()).toBe(true)
    })
    await audit.isBroken(/sign/i)
  })

  test('an edit made while the console runs is found as well', async () => {
    const audit = await afterTampering(() => {})
    await audit.isIntact()
    const log = openFromOutside(stage.console.dataDirectory)
    const sequence = log.sequenceOf('session.locked')
    log.editEntry(sequence, 'Nothing of interest happened')
    log.close()
    await audit.verify()
    await audit.isBroken(new RegExp(`\\b${sequence}\\b`))
  })
})
