/** What happens around a call: who was let in is looked at again, refusals are entered, and errors are logged without values. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { ValidationError } from '@orpc/contract'
import { ORPCError } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger, silentLogger } from '../../ports/logger.ts'
import type { Contract } from '../../shared/contract/contract.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import { readLog } from '../test-kit/read-log.ts'
import { setRole } from '../test-kit/set-role.ts'
import { GatehouseError } from '../../shared/errors.ts'
import type { Call, Identity } from '../features/handlers.ts'
import type { Asker } from './asker.ts'
import { createRpc, toOrpcError } from './rpc.ts'
import type { ContractHandlers } from './rpc.ts'

const user = { id: '019aa000-0000-7000-8000-000000000002', name: 'mara', role: 'admin' as const, permissions: [] }
const open: Identity = {
  kind: 'open',
  session: { id: '019aa000-0000-7000-8000-000000000001', user, tokenHash: '', locked: false, steppedUpUntilMs: null, expiresAtMs: 1 },
}

test('a session that locks while its stream is being made sees nothing of it', async () => {
  let identity: Identity = open
  const live = async () => {
    identity = { kind: 'ended', why: 'revoked' }
    return (async function* () {
      yield { topic: 'settings' }
    })()
  }
  const others: object = new Proxy({}, { get: () => others })
  const handlers = new Proxy({}, { get: (_, name) => (name === 'live' ? live : others) }) as ContractHandlers
  const { rpc } = createRpc({
    handlers,
    now: () => 0,
    onSessionsChanged: () => () => {},
    onNotPermitted: () => {},
    logger: silentLogger,
  })
  const by = { actor: { kind: 'anonymous' as const, id: null, name: 'anonymous' }, source: 'test', requestId: null }
  const context = { trusted: true, source: 'test', userAgent: '', identify: () => identity, by }
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({
      url: 'http://127.0.0.1/rpc',
      fetch: async (request) => (await rpc.handle(request, { prefix: '/rpc', context })).response ?? new Response(null, { status: 404 }),
    }),
  )
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const event of await client.live({ topics: ['settings'] })) seen.push(event)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  expect(seen).toEqual([])
})

test('a stream with an access token ends as soon as the token does, and its source is told', async () => {
  const token = {
    id: '019aa000-0000-7000-8000-000000000003',
    name: 'nightly',
    user: { ...user, permissions: ['audit:verify' as const] },
    expiresAtMs: 1,
  }
  let asker: Asker = { kind: 'token', token }
  let told: AbortSignal | undefined
  let changed = () => {}
  const verify = async ({ signal }: Call<unknown>) => {
    told = signal
    return (async function* () {
      yield { kind: 'progress', phase: 'entries', checked: 1, total: 2, resumedFrom: null }
      await new Promise(() => {})
    })()
  }
  const others: object = new Proxy({}, { get: (_, name) => (name === 'verify' ? verify : others) })
  const { rest } = createRpc({
    handlers: new Proxy({}, { get: () => others }) as ContractHandlers,
    now: () => 0,
    onSessionsChanged: (run) => {
      changed = run
      return () => {}
    },
    onNotPermitted: () => {},
    logger: silentLogger,
  })
  const by = { actor: { kind: 'anonymous' as const, id: null, name: 'anonymous' }, source: 'test', requestId: null }
  const { response } = await rest.handle(new Request('http://127.0.0.1/api/audit/verify', { method: 'POST' }), {
    prefix: '/api',
    context: { trusted: false, source: 'test', userAgent: '', identify: () => asker, by },
  })
  const reader = response!.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('progress')) text += (await reader.read()).value ?? ''
  asker = { kind: 'refused', error: new GatehouseError('NOT_SIGNED_IN', 'This access token was revoked.', {}) }
  changed()
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
  expect(text).toContain('This access token was revoked.')
  expect(told?.aborted).toBe(true)
})

test('whoever asks for what their role may not is entered into the log, with a count where it goes on', async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  setRole(console, 'viewer')
  const id = '019aa000-0000-7000-8000-00000000000f'
  for (let time = 0; time < 13; time++) await expect(client.vault.reveal({ id })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  console.clock.advance(10_000)
  const refused = () => readLog(client, { actions: ['call.refused'] })
  await expect.poll(async () => (await refused()).map((entry) => entry.count)).toEqual([3, ...Array.from({ length: 10 }, () => 1)])
  expect((await refused())[1]).toMatchObject({
    actor: { name: 'mara' },
    outcome: 'refused',
    severity: 'medium',
    target: { name: 'vault.reveal' },
  })
})

test('an answer that is not as the contract has it is logged without what it holds', () => {
  let logged = ''
  const logger = createLogger('error', { write: (line: string) => void (logged += line) })
  const data = { session: { token: 'a very secret token' }, recoveryKey: 'a very secret key' }
  const cause = new ValidationError({
    message: 'Output validation failed',
    issues: [{ message: 'Invalid input', path: ['session'] }],
    data,
  })
  toOrpcError(new ORPCError('INTERNAL_SERVER_ERROR', { cause }), null, logger)
  expect(logged).toContain('Invalid input')
  expect(logged).not.toContain('very secret')
})
