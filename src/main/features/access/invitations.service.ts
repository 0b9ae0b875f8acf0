/** Invitations as administrators see them: made, renewed, withdrawn; and found again by their code. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Invitation, InvitationGrant } from '../../../shared/contract/users.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import type { Keys } from '../vault/key-ring.ts'
import { invitationMsOf } from './access-settings.ts'
import type { AccessSettings } from './access-settings.ts'
import { invitationTarget } from './actors.ts'
import { durationWords } from './duration-words.ts'
import { hashOfInvitationCode, makeInvitationCode, readInvitationCode } from './invitation-code.ts'
import {
  deleteInvitationsEndedBefore,
  endInvitation,
  insertInvitation,
  invitationByCodeHash,
  invitationById,
  openInvitationOf,
  openInvitations,
} from './invitation.store.ts'
import type { InvitationRow } from './invitation.store.ts'
import { requireManager } from './manager.store.ts'
import { nameKeyOf } from './name-key.ts'
import type { RowSeals } from './row-seals.service.ts'
import { userByNameKey } from './user.store.ts'
import type { UserRow } from './user.store.ts'

/** Of the one whom it is for. */
export interface InvitationFor {
  kind: InvitationRow['kind']
  userId: string | null
  name: string
  role: Role | null
  opensVault: boolean
}

/** On its way into a transaction. */
export interface PreparedInvitation {
  grant: InvitationGrant
  /** What is open for the same name is void from then on. */
  write(tx: Writable): void
}

export interface Invitations {
  list(): Invitation[]
  /** Throws CONFLICT where the name is taken or invited already, or VAULT_UNAVAILABLE. */
  invite(by: By, session: OpenSession, input: { name: string; role: Role; opensVault: boolean }): Promise<InvitationGrant>
  renew(by: By, session: OpenSession, id: string): Promise<InvitationGrant>
  withdraw(by: By, session: OpenSession, id: string): Promise<void>
  /** A code to choose another password with. */
  prepareReset(by: By, user: UserRow): PreparedInvitation
  /** The invitation of a code. Throws NOT_FOUND, CONFLICT (used) or TICKET_EXPIRED (void or too late), each with the way out. */
  require(db: Readable, code: string): InvitationRow
  /** For the host: a code that still opens is as good as a link. Null: it does not. */
  openIdOf(code: string): string | null
  /** What became of one that was open. */
  stateOf(id: string): 'open' | 'used' | 'void'
}

export interface InvitationsOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: AccessSettings
  seals: RowSeals
}

/** How long one that has ended is remembered, so that whoever comes with it is told why. */
const rememberedMs = 30 * 24 * 3_600_000

export const createInvitations = ({ database, keys, ids, clock, settings, seals }: InvitationsOptions): Invitations => {
  const viewOf = (row: Omit<InvitationRow, 'seal' | 'endedAtMs' | 'endedWhy'>): Invitation => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    role: row.role,
    opensVault: row.opensVault === 1,
    madeBy: row.madeBy,
    createdAtMs: row.createdAtMs,
    expiresAtMs: row.expiresAtMs,
    expired: row.expiresAtMs <= clock.now(),
  })

  const opens = (row: InvitationRow): boolean => row.endedWhy === null && row.expiresAtMs > clock.now() && seals.invitationIsRight(row)

  const prepare = (by: By, whom: InvitationFor): PreparedInvitation => {
    const ring = keys.ring()
    const code = makeInvitationCode(ids)
    const nowMs = clock.now()
    const row = {
      ...whom,
      id: ids.next(),
      nameKey: nameKeyOf(whom.name),
      opensVault: whom.opensVault ? (1 as const) : (0 as const),
      codeHash: hashOfInvitationCode(code),
      madeBy: by.actor.name,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + invitationMsOf(settings),
    }
    return {
      grant: { invitation: viewOf(row), code },
      write: (tx) => {
        const before = openInvitationOf(tx, row.nameKey)
        if (before) endInvitation(tx, before.id, 'withdrawn', nowMs)
        insertInvitation(tx, ring, row)
        deleteInvitationsEndedBefore(tx, nowMs - rememberedMs)
      },
    }
  }

  const validFor = ({ createdAtMs, expiresAtMs }: Invitation): string => durationWords(expiresAtMs - createdAtMs)

  const invitedEvent = (by: By, { invitation }: InvitationGrant): AuditEvent => ({
    action: 'user.invited',
    severity: 'medium',
    message: `${by.actor.name} invited ${invitation.name} as ${invitation.role}; the code holds for ${validFor(invitation)}`,
    target: invitationTarget(invitation),
    detail: { role: invitation.role, opensVault: invitation.opensVault, expiresAtMs: invitation.expiresAtMs },
  })

  const requireOpenById = (db: Readable, id: string): InvitationRow => {
    const row = invitationById(db, id)
    if (!row) throw new GatehouseError('NOT_FOUND', 'There is no such invitation any more.', {})
    if (row.endedWhy !== null)
      throw new GatehouseError(
        'CONFLICT',
        `This invitation was ${row.endedWhy === 'used' ? 'used' : 'withdrawn or renewed'} meanwhile.`,
        {},
      )
    return row
  }

  return {
    list: () => database.read(openInvitations).map(viewOf),

    invite: async (by, session, { name, role, opensVault }) => {
      const shownName = name.normalize('NFC')
      const prepared = prepare(by, { kind: 'invite', userId: null, name: shownName, role, opensVault })
      await database.change(by, invitedEvent(by, prepared.grant), (tx) => {
        requireManager(tx, session)
        const nameKey = nameKeyOf(shownName)
        if (userByNameKey(tx, nameKey)) throw new GatehouseError('CONFLICT', `There is a user called ${shownName} already.`, {})
        const open = openInvitationOf(tx, nameKey)
        if (open && open.expiresAtMs > clock.now())
          throw new GatehouseError('CONFLICT', `${shownName} is invited already. Make a new code for that invitation, or withdraw it.`, {})
        prepared.write(tx)
      })
      return prepared.grant
    },

    renew: async (by, session, id) => {
      const row = database.read((db) => requireOpenById(db, id))
      const { kind, userId, name, role } = row
      const prepared = prepare(by, { kind, userId, name, role, opensVault: row.opensVault === 1 })
      const { invitation } = prepared.grant
      await database.change(
        by,
        {
          action: 'invitation.renewed',
          severity: 'medium',
          message: `${by.actor.name} made a new code for ${invitation.name}, which holds for ${validFor(invitation)}; the one before is void`,
          target: invitationTarget(invitation),
          detail: { kind, expiresAtMs: invitation.expiresAtMs },
        },
        (tx) => {
          requireManager(tx, session)
          if (!seals.invitationIsRight(requireOpenById(tx, id))) throw tampered()
          prepared.write(tx)
        },
      )
      return prepared.grant
    },

    withdraw: async (by, session, id) => {
      const row = database.read((db) => requireOpenById(db, id))
      await database.change(
        by,
        {
          action: 'invitation.withdrawn',
          severity: 'low',
          message: `${by.actor.name} withdrew the ${row.kind === 'invite' ? 'invitation' : 'code for another password'} of ${row.name}`,
          target: invitationTarget(row),
        },
        (tx) => {
          requireManager(tx, session)
          if (!endInvitation(tx, id, 'withdrawn', clock.now())) requireOpenById(tx, id)
        },
      )
    },

    prepareReset: (by, user) =>
      prepare(by, { kind: 'password-reset', userId: user.id, name: user.name, role: null, opensVault: user.opensVault === 1 }),

    require: (db, typed) => {
      const code = readInvitationCode(typed)
      const row = code && invitationByCodeHash(db, hashOfInvitationCode(code))
      if (!row) throw notAnInvitation()
      if (row.endedWhy === 'used')
        throw new GatehouseError('CONFLICT', `This code was used already. Sign in as ${row.name}, or ask ${row.madeBy} for a new one.`, {})
      if (row.endedWhy === 'withdrawn')
        throw new GatehouseError('TICKET_EXPIRED', `This code is void: it was withdrawn, or a newer one was made. Ask ${row.madeBy}.`, {})
      if (!seals.invitationIsRight(row)) throw notAnInvitation()
      if (row.expiresAtMs <= clock.now())
        throw new GatehouseError('TICKET_EXPIRED', `This code has expired. Ask ${row.madeBy} for a new one.`, {})
      return row
    },

    openIdOf: (typed) => {
      const code = readInvitationCode(typed)
      const row = code === null ? null : database.read((db) => invitationByCodeHash(db, hashOfInvitationCode(code)))
      return row && opens(row) ? row.id : null
    },

    stateOf: (id) => {
      const row = database.read((db) => invitationById(db, id))
      if (row?.endedWhy === 'used') return 'used'
      return row && opens(row) ? 'open' : 'void'
    },
  }
}

export const notAnInvitation = () =>
  new GatehouseError('NOT_FOUND', 'This is not the code of an invitation. Copy it whole, or ask for a new one.', {})

const tampered = () =>
  new GatehouseError('CONFLICT', 'This invitation was changed by something that is not Gatehouse. Withdraw it and make another one.', {})
