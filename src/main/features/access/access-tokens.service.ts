/** Access tokens: made and revoked by their user, judged at each call, and slow for whoever tries wrong ones. */
import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { permissionSchema } from '../../../shared/permissions.ts'
import type { Permission } from '../../../shared/permissions.ts'
import type { By, Database } from '../../database/database.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import type { OpenSession, TokenIdentity } from '../handlers.ts'
import type { KeyRing, Keys } from '../vault/key-ring.ts'
import * as store from './access-token.store.ts'
import type { AccessTokenRow } from './access-token.store.ts'
import { tokenTarget, userTarget } from './actors.ts'
import { sessionIsLive } from './session.store.ts'
import { watchTokenEnds } from './token-ends.service.ts'
import { hashOfToken, isWholeToken, makeTokenText } from './token-text.ts'
import { passwordOf, userById, userOf } from './user.store.ts'
import type { UserRow } from './user.store.ts'
import { createWrongTokens } from './wrong-tokens.service.ts'

export interface AccessTokensOptions {
  database: Database
  /** For refusals: a stranger can repeat them. */
  repeated: Pick<RepeatedEvents, 'append'>
  ids: Ids
  clock: Clock
  events: LiveEvents
  logger: Logger
  keys: Pick<Keys, 'ring'>
  /** Whether Gatehouse wrote the row of a user; see `RowSeals`. */
  userIsRight(row: UserRow): boolean
  /** Whether they must enrol an authenticator before anybody acts as them. */
  mustEnrol(row: UserRow): boolean
}

export interface NewToken {
  name: string
  permissions: readonly Permission[]
  expiresInDays: number
}

const dayMs = 24 * 3_600_000
const mostInForce = 50
const keptAfterEndMs = 90 * dayMs
/** A busy program would otherwise write at each call. */
const noteEveryMs = 60_000

const refused = (sentence: string): TokenIdentity => ({ kind: 'refused', error: new GatehouseError('NOT_SIGNED_IN', sentence, {}) })

/** None of a row that another program wrote into. */
const permissionsOfRow = (row: AccessTokenRow): Permission[] => {
  try {
    return permissionSchema.array().parse(JSON.parse(row.permissions))
  } catch {
    return []
  }
}

/** Why nobody may act as this user at present; null: they may. */
const faultOf = (user: UserRow, { userIsRight, mustEnrol }: Pick<AccessTokensOptions, 'userIsRight' | 'mustEnrol'>): string | null => {
  if (user.disabled) return 'The user of this access token is disabled.'
  if (passwordOf(user) === null) return 'The password of this access token’s user was reset. It works again once they have chosen another.'
  if (!userIsRight(user)) return 'The account of this access token’s user was changed by something that is not Gatehouse.'
  if (mustEnrol(user)) return 'The user of this access token must have an authenticator and has none. It works again once they set one up.'
  return null
}

export const createAccessTokens = (options: AccessTokensOptions) => {
  const { database, repeated, ids, clock, events, logger, keys } = options
  const wrong = createWrongTokens({ repeated, clock })
  /** In this run: their rows from before, put back with their old seals, are no good. */
  const revokedHere = new Set<string>()
  const ends = watchTokenEnds({ database, clock, events, logger })

  const rowOf = (token: string): AccessTokenRow | null => {
    if (!isWholeToken(token)) return null
    const hash = hashOfToken(token)
    const row = database.read((db) => store.tokenByHash(db, hash))
    return row && timingSafeEqual(Buffer.from(row.tokenHash), Buffer.from(hash)) ? row : null
  }

  const stateOf = (row: AccessTokenRow): AccessToken['state'] => {
    const ring = openRing()
    if (!(ring instanceof GatehouseError) && !store.tokenIsSealed(ring, row)) return 'tampered'
    if (row.revokedAtMs === null && revokedHere.has(row.id)) return 'tampered'
    if (row.revokedAtMs !== null) return 'revoked'
    return row.expiresAtMs <= clock.now() ? 'expired' : 'active'
  }

  /** A program that nobody told of its token's end is everyday; one that was taken back and is still used is not. */
  const severityOf = (row: AccessTokenRow): Severity => {
    const state = stateOf(row)
    if (state === 'tampered') return 'high'
    return state === 'revoked' ? 'medium' : 'low'
  }

  const judge = (row: AccessTokenRow | null): TokenIdentity => {
    if (!row) return refused('This access token is not known here.')
    const ring = openRing()
    if (ring instanceof GatehouseError) return { kind: 'refused', error: ring }
    const state = stateOf(row)
    if (state === 'tampered') return refused('This access token was changed by something that is not Gatehouse.')
    if (state === 'revoked') return refused('This access token was revoked.')
    if (state === 'expired') return refused('This access token has expired.')
    const owner = database.read((db) => userById(db, row.userId))
    if (!owner) return refused('The user of this access token is gone.')
    const fault = faultOf(owner, options)
    if (fault !== null) return refused(fault)
    const user = userOf(owner)
    const permissions = permissionsOfRow(row).filter((permission) => user.permissions.includes(permission))
    return { kind: 'token', token: { id: row.id, name: row.name, user: { ...user, permissions }, expiresAtMs: row.expiresAtMs } }
  }

  /** While it is closed, no row can be told from one that another program wrote. */
  const openRing = (): KeyRing | GatehouseError => {
    try {
      return keys.ring()
    } catch (error) {
      if (error instanceof GatehouseError) return error
      throw error
    }
  }

  const noteUse = (row: AccessTokenRow, source: string) => {
    const nowMs = clock.now()
    // Also where the clock was set back.
    if (row.lastUsedAtMs !== null && Math.abs(nowMs - row.lastUsedAtMs) < noteEveryMs) return
    try {
      database.note(store.noteTokenUse, { id: row.id, atMs: nowMs, source })
    } catch (error) {
      logger.warn({ err: error }, 'the use of an access token could not be noted')
    }
  }

  const published = (userId: string) => events.publish({ kind: 'session-changed', userId, sessionId: null })

  const viewOf = (row: AccessTokenRow): AccessToken => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: permissionsOfRow(row),
    createdAtMs: row.createdAtMs,
    expiresAtMs: row.expiresAtMs,
    lastUsedAtMs: row.lastUsedAtMs,
    lastUsedFrom: row.lastUsedFrom,
    state: stateOf(row),
    revokedBy: row.revokedBy,
  })

  const listOf = (userId: string): AccessToken[] => database.read((db) => store.tokensOf(db, userId)).map(viewOf)

  return {
    /** At this moment, without counting: for each look after the first. */
    identify: (token: string): TokenIdentity => judge(rowOf(token)),

    /** For the first look at each call: notes the use, enters a refusal, and slows whoever tries wrong ones; right ones never wait. */
    present: async (by: By, token: string): Promise<TokenIdentity> => {
      const row = rowOf(token)
      const identity = judge(row)
      if (row && identity.kind === 'token') {
        noteUse(row, by.source)
        return identity
      }
      if (identity.kind === 'token' || identity.error.code !== 'NOT_SIGNED_IN') return identity
      // Whoever has one that is over did not guess it: they are told so, however often they ask.
      await wrong.enter(by, row && { ...row, severity: severityOf(row) }, identity.error.message)
      return row ? identity : wrong.slow(by.source, identity)
    },

    listOf,

    create: async (by: By, session: OpenSession, { name, permissions, expiresInDays }: NewToken) => {
      const { user } = session
      const beyond = permissions.find((permission) => !user.permissions.includes(permission))
      if (beyond)
        throw new GatehouseError('INVALID_INPUT', `Your role (${user.role}) does not have the permission ${beyond}.`, {
          field: 'permissions',
        })
      // In the order of the list, each once.
      const granted = user.permissions.filter((permission) => permissions.includes(permission))
      const nowMs = clock.now()
      const text = makeTokenText(ids)
      const row = {
        id: ids.next(),
        userId: user.id,
        name,
        prefix: text.prefix,
        tokenHash: text.hash,
        permissions: JSON.stringify(granted),
        createdAtMs: nowMs,
        expiresAtMs: nowMs + expiresInDays * dayMs,
      }
      const made = await database.change(
        by,
        {
          action: 'access-token.created',
          severity: 'medium',
          message: `${user.name} made the access token “${name}” (${row.prefix}…), which may: ${granted.join(', ')}`,
          target: tokenTarget(row),
          detail: { prefix: row.prefix, permissions: granted, expiresAtMs: row.expiresAtMs },
        },
        (tx) => {
          if (!sessionIsLive(tx, session.id)) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
          const others = store.tokensOf(tx, user.id).filter((other) => stateOf(other) === 'active')
          if (others.some((other) => other.name === name))
            throw new GatehouseError('INVALID_INPUT', 'You have an access token of this name already. Revoke it, or choose another name.', {
              field: 'name',
            })
          if (others.length >= mostInForce)
            throw new GatehouseError('CONFLICT', `You have ${mostInForce} access tokens. Revoke one that nobody uses first.`, {})
          store.deleteTokensEndedBefore(tx, nowMs - keptAfterEndMs)
          store.insertToken(tx, keys.ring(), row)
          return viewOf(store.tokenByHash(tx, row.tokenHash)!)
        },
      )
      published(user.id)
      ends.look()
      return { token: text.token, made }
    },

    /** `userId`: whose it must be. */
    revoke: async (by: By, userId: string, id: string): Promise<void> => {
      const row = database.read((db) => store.tokensOf(db, userId)).find((one) => one.id === id)
      if (!row) throw new GatehouseError('NOT_FOUND', 'There is no such access token.', {})
      const owner = database.read((db) => userById(db, userId))
      const whose = by.actor.id === userId ? 'own' : `${owner?.name ?? 'a user'}’s`
      await database.change(
        by,
        {
          action: 'access-token.revoked',
          severity: 'low',
          message: `${by.actor.name} revoked ${whose} access token “${row.name}” (${row.prefix}…)`,
          target: owner && by.actor.id !== userId ? userTarget(owner) : tokenTarget(row),
          detail: { tokenId: row.id, prefix: row.prefix },
        },
        (tx) => {
          if (!store.revokeToken(tx, keys.ring(), row, by.actor.name, clock.now()))
            throw new GatehouseError('CONFLICT', 'This access token was revoked already.', {})
        },
      )
      revokedHere.add(id)
      published(userId)
    },

    stop: () => ends.stop(),
  }
}
export type AccessTokens = ReturnType<typeof createAccessTokens>
