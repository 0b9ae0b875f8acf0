/** The option --reset-user: lets somebody in again from the machine itself, with the console stopped, by the owner of its data. */
import { userInfo } from 'node:os'
import { createMachineReset } from '../features/access/machine-reset.service.ts'
import { beforeReset, shutSentences, whyNotAsAdmin } from '../features/access/machine-reset-words.ts'
import { createRowSeals } from '../features/access/row-seals.service.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { createIds } from '../../ports/ids.ts'
import type { By, Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { BadMasterKey, takeGivenMasterKey } from '../features/vault/given-master-key.ts'
import type { ConsoleOptions } from './console.ts'
import { StartRefused } from './console.ts'
import { storageRefusal, takeDataDirectory } from './data-directory.ts'
import { migrations } from './migrations.ts'
import { openVaultByHand } from './open-vault-by-hand.ts'
import { whyNotOwn } from './own-directory.ts'
import type { Terminal } from './terminal.ts'
import { wireKeys } from './wire-keys.ts'

export interface ResetUserOptions extends Pick<
  ConsoleOptions,
  'dataDirectory' | 'environment' | 'keychain' | 'clock' | 'logger' | 'passwordCost'
> {
  name: string
  /** Where no administrator is left. */
  asAdmin: boolean
  terminal: Terminal
}

/** Why it is not done; `message` is what the person reads. */
class NotReset extends Error {
  override name = 'NotReset'
}

/** A container may run as a user without a name. */
const systemUser = (): string => {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'without a name'}`
  }
}

const byOwner = (): By => ({
  actor: { kind: 'system', id: null, name: `${systemUser()} on this machine` },
  source: 'this machine',
  requestId: null,
})

const nothingDone = 'Nothing was changed.'

const carryOut = async (options: ResetUserOptions, database: Database): Promise<void> => {
  const { name, asAdmin, dataDirectory, clock, logger, terminal } = options
  const ids = createIds(clock)
  const events = createLiveEvents()
  const opening = wireKeys({ options, database, clock, ids, events, logger }, takeGivenMasterKey(options.environment))
  const { keys, hasher, recovery, signingKeys } = opening
  await keys.load()
  const seals = createRowSeals({ database, keys, clock, events, logger })
  const reset = createMachineReset({ database, keys, ids, clock, hasher, seals })
  if (reset.names().length === 0)
    throw new NotReset(`Nobody was ever set up here: start the console, which begins with its first administrator.`)
  if (!reset.look(name)) throw new NotReset(`There is no user called ${name}. The users are: ${reset.names().join(', ')}.`)

  const by = await openVaultByHand({ keys, recovery, slotHolders: reset.slotHolders(), terminal })
  if (!by) throw new NotReset(shutSentences(dataDirectory).join('\n'))
  // Judged anew: only an open vault can tell a row that was changed from outside.
  const facts = reset.look(name)!
  const refusal = asAdmin ? whyNotAsAdmin(facts) : null
  if (refusal) throw new NotReset(refusal)
  const keepsPassword = by.secret !== null && by.with === facts.name && (await reset.isPassword(name, by.secret.reveal()))
  const becomesAdmin = asAdmin && facts.role !== 'admin'

  terminal.say('')
  const hasRecoveryKey = recovery.createdAtMs() !== null
  for (const line of beforeReset(facts, { keepsPassword, becomesAdmin, hasRecoveryKey })) terminal.say(line)
  terminal.say('')
  const typed = await terminal.ask(`Type the name ${facts.name} to go on, anything else to leave all as it is: `)
  if (typed?.trim() !== facts.name) throw new NotReset(nothingDone)

  const detail = { systemUser: systemUser(), vaultOpenedWith: by.with }
  terminal.say('')
  // Shown before it holds: whoever is cut off in between has lost nothing.
  const show = (code: string) => terminal.say(`  ${code}\n`)
  await reset.run(byOwner(), { name: facts.name, keepsPassword, becomesAdmin, detail }, show)
  const signer = signingKeys.open(keys.ring())
  if (signer) database.signHead(signer)
  terminal.say(
    keepsPassword
      ? `Done. Start the console and sign in as ${facts.name} with the password; the authenticator is set up anew there.`
      : 'Done: from now on this code opens once, within the hour. It is shown only here, and whoever has it gets in as this user. Start the console, choose “I have an invitation” on the sign-in screen, and enter it.',
  )
}

const openAndCarryOut = async (options: ResetUserOptions): Promise<void> => {
  const { dataDirectory, clock, logger } = options
  const database = openDatabase({
    directory: dataDirectory,
    migrations,
    clock,
    ids: createIds(clock),
    logger,
    onAppended: () => {},
    onStorageChange: () => {},
  })
  try {
    await carryOut(options, database)
  } finally {
    await database.close()
  }
}

/** Null: this is no refusal but a fault. */
const sentenceOf = (error: unknown): string | null => {
  if (error instanceof NotReset || error instanceof BadMasterKey) return error.message
  if (!(error instanceof StartRefused)) return null
  return error.reason === 'running' ? `${error.message} Stop it first, then run this again. ${nothingDone}` : error.message
}

/** The exit code: 0 done, 1 not. Says everything to the terminal, which it closes. */
export const resetUser = async (options: ResetUserOptions): Promise<number> => {
  const { dataDirectory, terminal } = options
  let lock: { release(): void } | null = null
  try {
    const odd = whyNotOwn(dataDirectory)
    if (odd) throw new NotReset(`${odd} ${nothingDone}`)
    lock = takeDataDirectory(dataDirectory)
    await openAndCarryOut(options)
    return 0
  } catch (error) {
    const sentence = sentenceOf(storageRefusal(error, dataDirectory))
    if (sentence === null) throw error
    terminal.say(sentence)
    return 1
  } finally {
    lock?.release()
    terminal.close()
  }
}
