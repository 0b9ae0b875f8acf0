/**
 * The closed list of errors that a caller of the console may meet, each with its HTTP status and the data it carries.
 * Anything else is a bug: it reaches the caller as INTERNAL_ERROR with the request's id, and the log whole.
 */
import { z } from 'zod'

const plain = <Status extends number>(status: Status) => ({ status, data: z.object({}).optional() })

export const errorMap = {
  INVALID_INPUT: { status: 422, data: z.object({ field: z.string().nullable() }) },
  HOST_TOKEN_REQUIRED: plain(401),
  NOT_SIGNED_IN: plain(401),
  SESSION_LOCKED: plain(423),
  NOT_PERMITTED: { status: 403, data: z.object({ permission: z.string() }) },
  STEP_UP_REQUIRED: plain(403),
  INVALID_CREDENTIALS: { status: 401, data: z.object({ attemptsLeft: z.int().nullable() }) },
  WRONG_CODE: { status: 401, data: z.object({ attemptsLeft: z.int().nullable() }) },
  /** The code is right but was accepted before; a new one is shown in `nextInMs`. */
  CODE_ALREADY_USED: { status: 409, data: z.object({ nextInMs: z.int() }) },
  /** The code is right for another time: `offsetMs` is the authenticator's clock minus ours. Never accepted. */
  CLOCK_WRONG: { status: 401, data: z.object({ offsetMs: z.int() }) },
  LOCKED_OUT: { status: 429, data: z.object({ untilMs: z.int() }) },
  TOO_MANY_ATTEMPTS: { status: 429, data: z.object({ retryAfterMs: z.int() }) },
  TICKET_EXPIRED: plain(410),
  WEAK_PASSWORD: { status: 422, data: z.object({ reason: z.string() }) },
  ALREADY_SET_UP: plain(409),
  NOT_FOUND: plain(404),
  CONFLICT: plain(409),
  /** The master key cannot be read: `reason` says why in a plain sentence. */
  VAULT_UNAVAILABLE: { status: 503, data: z.object({ reason: z.string() }) },
  DISK_FULL: plain(507),
  READ_ONLY: plain(503),
  BUSY: plain(503),
  INTERNAL_ERROR: { status: 500, data: z.object({ requestId: z.string() }) },
} as const

export type ErrorCode = keyof typeof errorMap
export type ErrorData<Code extends ErrorCode> = z.infer<(typeof errorMap)[Code]['data']>

/** The one class that features throw; `message` is a plain sentence that may be shown to a person. */
export class GatehouseError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code
  readonly data: ErrorData<Code>
  constructor(code: Code, message: string, data: ErrorData<Code>) {
    super(message)
    this.name = 'GatehouseError'
    this.code = code
    this.data = data
  }
}
