/** How a feature answers procedures: plain functions, one for each procedure of its contract, without HTTP or oRPC at run time. */
import type { ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta } from '@orpc/contract'
import type { EndReason, LockReason, User } from '../../shared/contract/access.ts'
import type { GatehouseError } from '../../shared/errors.ts'
import type { By } from '../database/database.ts'

/** A session that has not ended. */
export interface OpenSession {
  id: string
  user: User
  /** SHA-256 of the token, hexadecimal; the token itself is kept nowhere. */
  tokenHash: string
  locked: boolean
  steppedUpUntilMs: number | null
  expiresAtMs: number
}

/** An access token in force. */
export interface OpenToken {
  id: string
  name: string
  /** Whose it is; may what both the role and the token allow at this moment. */
  user: User
  expiresAtMs: number
}

/** Whom an access token stands for, at this moment; or why for nobody. */
export type TokenIdentity = { kind: 'token'; token: OpenToken } | { kind: 'refused'; error: GatehouseError }

/** Whom a session token stands for, at this moment. */
export type Identity =
  | { kind: 'none' }
  | { kind: 'ended'; why: EndReason }
  | { kind: 'locked'; session: OpenSession; sinceMs: number; why: LockReason }
  | { kind: 'open'; session: OpenSession }

export interface Call<Input> {
  input: Input
  by: By
  caller: { source: string; userAgent: string }
  /** Of the session; `none` with an access token. */
  identity: Identity
  /** That of `identity`; null where there is none or it has ended. With an access token it cannot be read: NOT_PERMITTED. */
  session: OpenSession | null
  /** Who asks, by a session or an access token, and what they may by it: decide by `user.permissions`, never by the role. */
  user: User | null
  /** Until when a fresh code stands; null where none was entered, and always with an access token. */
  steppedUpUntilMs: number | null
  signal: AbortSignal | undefined
}

type Answer<Output> = [Output] extends [AsyncIteratorObject<unknown, unknown, unknown>] ? Output | Promise<Output> : Promise<Output>

type Handler<Procedure> =
  Procedure extends ContractProcedure<infer Input, infer Output, ErrorMap, Meta>
    ? (call: Call<InferSchemaOutput<Input>>) => Answer<InferSchemaInput<Output>>
    : never

/** One handler for each procedure of a feature's contract. */
export type Handlers<Contract> = { [Name in keyof Contract]: Handler<Contract[Name]> }

/**
 * What a file holds: all of it, or what makes it when its link is fetched. A stream is cancelled with `DownloadEnded` where
 * its session locks or ends on the way, with anything else where whoever fetches it went away; null: there is nothing more to fetch.
 */
export type DownloadBody = Uint8Array | string | (() => ReadableStream<Uint8Array> | null)

/** A file that leaves through `/download/<id>`: one use, 60 s to begin, bound to the session. */
export interface Downloads {
  create(file: { sessionId: string; fileName: string; contentType: string; body: DownloadBody }): Promise<{ url: string }> | { url: string }
}

/** A file was broken off on purpose: its session was locked or ended, or somebody cancelled it. */
export class DownloadEnded extends Error {
  override name = 'DownloadEnded'
}
