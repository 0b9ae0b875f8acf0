/** Joins the contract with the features' handlers: gate, request id, errors; the only place that knows oRPC. */
import { isContractProcedure } from '@orpc/contract'
import type { AnyContractRouter, ErrorMap } from '@orpc/contract'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement, ORPCError, ValidationError } from '@orpc/server'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { Logger } from '../../ports/logger.ts'
import { contract } from '../../shared/contract/contract.ts'
import type { ProcedureMeta } from '../../shared/contract/procedure.ts'
import { errorMap, GatehouseError } from '../../shared/errors.ts'
import type { ErrorCode, ErrorData } from '../../shared/errors.ts'
import type { Role } from '../../shared/permissions.ts'
import type { By } from '../database/database.ts'
import type { Call, Handlers } from '../features/handlers.ts'
import { byAsker, standingOf, userOf } from './asker.ts'
import type { Asker } from './asker.ts'
import { admitCall, notForTokens } from './gate.ts'
import type { RefusedCall } from './refused-call-entry.ts'
import { guardStream } from './stream-guard.ts'

/** What a request brings, beyond its input. */
export interface RequestContext {
  trusted: boolean
  source: string
  userAgent: string
  /** By a session or an access token, as it is at this moment. */
  identify(): Asker
  by: By
}

export interface RpcOptions {
  handlers: ContractHandlers
  now(): number
  /** `changed` is called whenever some session may have changed; the answer ends the subscription. */
  onSessionsChanged(changed: () => void): () => void
  /** Somebody signed in asked for what their role may not. */
  onNotPermitted(call: RefusedCall): void
  logger: Logger
}

/** Handlers in the shape of the contract. */
export type ContractHandlers = {
  [Group in keyof typeof contract]: (typeof contract)[Group] extends { '~orpc': unknown }
    ? Handlers<{ one: (typeof contract)[Group] }>['one']
    : Handlers<(typeof contract)[Group]>
}

type AnyHandler = (call: Call<unknown>) => unknown

const metaOf = (procedure: { '~orpc': { meta: unknown } }): ProcedureMeta => procedure['~orpc'].meta as ProcedureMeta
const isStream = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** What failed a schema is logged without its values: an answer that is not as the contract has it may hold a secret. */
const withoutValues = (error: unknown): unknown =>
  error instanceof ValidationError
    ? { name: error.name, stack: error.stack, issues: error.issues.map(({ path, message }) => ({ path, message })) }
    : error

/** Every error as the contract knows it; what it does not know is logged whole and told with the request's id alone. */
export const toOrpcError = (error: unknown, requestId: string | null, logger: Logger): ORPCError<string, unknown> => {
  if (error instanceof GatehouseError) {
    const code = error.code as ErrorCode
    return new ORPCError(code, { status: errorMap[code].status, message: error.message, data: error.data })
  }
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const issue = error.cause.issues[0]
    const field = issue?.path?.map((part) => (typeof part === 'object' ? String(part.key) : String(part))).join('.') ?? null
    return new ORPCError('INVALID_INPUT', {
      status: errorMap.INVALID_INPUT.status,
      message: issue?.message ?? 'This input is not valid.',
      data: { field },
    })
  }
  if (error instanceof ORPCError && error.status < 500) return error
  logger.error({ err: withoutValues(error instanceof ORPCError ? (error.cause ?? error) : error), requestId }, 'a procedure failed')
  return new ORPCError('INTERNAL_ERROR', {
    status: 500,
    message: 'Something went wrong in the console. Nothing more is known here; its log says why.',
    data: { requestId: requestId ?? '' },
  })
}

export const createRpc = (options: RpcOptions) => {
  const { logger } = options

  const guarded = (
    stream: AsyncIterator<unknown>,
    meta: ProcedureMeta,
    context: RequestContext,
    role: Role | undefined,
    signal: AbortSignal | undefined,
    stop: AbortController,
  ) => {
    const end: { why: Error | null } = { why: null }
    const ended = new Promise<Error | null>((resolve) => {
      const check = () => {
        try {
          const asker = context.identify()
          admitCall(meta, context.trusted, asker, options.now())
          // What was asked for was judged by the role of then.
          if (userOf(asker)?.role !== role) throw new GatehouseError('CONFLICT', 'Your role was changed. Open this again.', {})
        } catch (error) {
          end.why = error as Error
          stop.abort()
          resolve(end.why)
        }
      }
      const unsubscribe = options.onSessionsChanged(check)
      const gone = () => {
        unsubscribe()
        stop.abort()
        resolve(null)
      }
      if (signal?.aborted) gone()
      else signal?.addEventListener('abort', gone, { once: true })
      stop.signal.addEventListener('abort', unsubscribe, { once: true })
      // What changed while the stream was being made has been told to nobody.
      check()
    })
    const outer = guardStream(
      stream,
      ended.then((error) => error && toOrpcError(error, context.by.requestId, logger)),
    )
    return (async function* () {
      try {
        yield* outer
        // Its source may have ended with the signal before it could be told why.
        if (end.why) throw end.why
      } catch (error) {
        // What a stream ends with passes no interceptor.
        throw toOrpcError(error, context.by.requestId, logger)
      } finally {
        stop.abort()
      }
    })()
  }

  const wire = (node: AnyContractRouter, handlers: unknown): AnyRouter => {
    if (!isContractProcedure(node)) {
      return Object.fromEntries(
        Object.entries(node).map(([name, child]) => [name, wire(child as AnyContractRouter, (handlers as Record<string, unknown>)[name])]),
      ) as AnyRouter
    }
    const meta = metaOf(node)
    const handle = handlers as AnyHandler
    return implement(node)
      .$context<RequestContext>()
      .handler(async ({ input, context, signal }) => {
        // Once more: the input was read and judged since, and nothing is awaited from here to the handler's first line.
        const asker = context.identify()
        admitCall(meta, context.trusted, asker, options.now())
        const stop = new AbortController()
        // Assigned, not spread: what may not be read must not be read here.
        const call: Call<unknown> = Object.assign(standingOf(asker), {
          input,
          by: byAsker(context.by, asker),
          caller: { source: context.source, userAgent: context.userAgent },
          signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
        })
        const answer = await handle(call)
        return isStream(answer) ? guarded(answer, meta, context, userOf(asker)?.role, signal, stop) : answer
      })
  }

  const tellNotPermitted = ({ by, identify }: RequestContext, path: readonly string[], error: GatehouseError) => {
    const asker = identify()
    const user = userOf(asker)
    if (!user || asker.kind === 'locked') return
    const { permission } = error.data as ErrorData<'NOT_PERMITTED'>
    options.onNotPermitted({ by: byAsker(by, asker), user, procedure: path.join('.'), permission })
  }

  /** Where only some inputs take a fresh code, a program is not asked for one. */
  const refusalFor = ({ identify }: RequestContext, meta: ProcedureMeta, error: unknown): unknown =>
    error instanceof GatehouseError && error.code === 'STEP_UP_REQUIRED' && identify().kind === 'token'
      ? notForTokens({ ...meta, stepUp: true })
      : error

  const router = wire(contract, options.handlers)
  const interceptor = async (call: {
    context: RequestContext
    path: readonly string[]
    procedure: { '~orpc': { meta: unknown; errorMap: ErrorMap } }
    next(): Promise<unknown>
  }): Promise<unknown> => {
    try {
      admitCall(metaOf(call.procedure), call.context.trusted, call.context.identify(), options.now())
      return await call.next()
    } catch (thrown) {
      const error = refusalFor(call.context, metaOf(call.procedure), thrown)
      if (error instanceof GatehouseError && error.code === 'NOT_PERMITTED') tellNotPermitted(call.context, call.path, error)
      throw toOrpcError(error, call.context.by.requestId, logger)
    }
  }
  const settings = { clientInterceptors: [interceptor as never] }
  return {
    rpc: new RPCHandler<RequestContext>(router as never, settings),
    // Query strings are text: the schema says what is a number or a list.
    rest: new OpenAPIHandler<RequestContext>(router as never, {
      ...settings,
      plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    }),
  }
}
