/** Tells the typed errors of the contract from everything else that may be thrown. */
import { isDefinedError, ORPCError } from '@orpc/client'
import type { ErrorCode, ErrorData } from '../../shared/errors.ts'

export interface TypedError<Code extends ErrorCode> {
  code: Code
  message: string
  data: ErrorData<Code>
}

/** The typed error of that code, or null. */
export const errorOf = <Code extends ErrorCode>(error: unknown, code: Code): TypedError<Code> | null =>
  error instanceof ORPCError && isDefinedError(error) && error.code === code ? (error as TypedError<Code>) : null
