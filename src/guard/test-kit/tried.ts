/** A guard before a service that remembers what it got, and requests to be tried on it, for tests. */
import { createHash } from 'node:crypto'
import type { TryOrder } from '../../shared/guard-protocol.ts'
import type { RequestToTry, Tried } from '../../shared/tried-request.ts'
import { requestToTrySchema } from '../../shared/tried-request.ts'
import type { GuardSetUp, PolicyInput } from './running-guard.ts'
import { policyFor, startGuard, startService } from './running-guard.ts'

export const triedKeyOf = (prefix: string) => `gh_${prefix}_${prefix.padEnd(43, 'x')}`
const hashOf = (prefix: string) => createHash('sha256').update(triedKeyOf(prefix)).digest('hex')
const consumers: NonNullable<PolicyInput['consumers']> = [
  { id: 'ann', name: 'Ann', keys: [{ id: 'ann-key', prefix: 'annannan', hash: hashOf('annannan') }] },
  { id: 'far', name: 'Far', networks: ['10.0.0.0/8'] },
  { id: 'off', name: 'Off', enabled: false },
]

let tries = 0
export const orderOf = (request: Partial<RequestToTry> = {}, more: Partial<TryOrder> = {}): TryOrder => ({
  id: `00000000-0000-7000-8000-${String(++tries).padStart(12, '0')}`,
  request: requestToTrySchema.parse({ method: 'GET', path: '/', headers: [{ name: 'host', value: 'shop.test' }], ...request }),
  as: { kind: 'nobody' },
  source: null,
  sends: false,
  by: 'mara',
  draft: null,
  ...more,
})

export const startTried = async (more: Parameters<typeof policyFor>[1] = {}, given: GuardSetUp = {}) => {
  const got: { url: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = []
  const target = await startService((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => {
      got.push({ url: request.url!, headers: request.headers, body })
      response.setHeader('set-cookie', 'sid=sesame')
      if (request.url === '/long') return void response.end('x'.repeat(200_000))
      if (request.url === '/echo') return void response.end(JSON.stringify(request.headers))
      // The key is cut where the answer is.
      if (request.url === '/edge')
        return void response.end(`${'x'.repeat(64 * 1024 - 20)}${request.headers.authorization}${'x'.repeat(99)}`)
      if (request.url === '/bytes') return void response.end(Buffer.from([0xff, 0xfe, 0]))
      response.end(`served ${request.method}`)
    })
  })
  const running = await startGuard(policyFor(target, { consumers, ...more }), given)
  const attempt = async (order: TryOrder) => {
    const answer = await running.guard.tryRequest(order)
    if (!answer.ok) throw new Error(answer.problem)
    return answer.tried
  }
  return { ...running, target, got, attempt }
}
/** By stage: what became of it, with the code that it refused with. */
export const gatesOf = (tried: Pick<Tried, 'stages'>) =>
  Object.fromEntries(tried.stages.map(({ name, kind, code }) => [name, code === null ? kind : `${kind} ${code}`]))
