// The guard as its benchmark runs it: a process of its own, a policy with what it always has on, and what the console hears of it.
import { createHash } from 'node:crypto'
import { proxyCore, startChild } from './guard-child.ts'
import { benchIssuer } from './guard-tokens.ts'

export const key = `gh_benchke1_${'b'.repeat(43)}`

const layers = ['global', 'route', 'source', 'consumer'] as const

interface PolicyPart {
  revision?: number
  burst?: string
  /** Whatever else it has. */
  policy?: object
}

const policyFor = (servicePort: number, largePort: number, more: PolicyPart = {}) => ({
  revision: more.revision ?? 0,
  listeners: [{ id: 'main', port: 0 }],
  ...more.policy,
  upstreams: [
    { id: 'service', name: 'Service', targets: [{ url: `http://127.0.0.1:${servicePort}` }] },
    { id: 'large', name: 'Large', targets: [{ url: `http://127.0.0.1:${largePort}` }] },
  ],
  routes: [
    { id: 'api', name: 'API', upstream: 'service', match: { path: { kind: 'prefix', value: '/api' } }, settings: { identity: 'required' } },
    {
      id: 'large',
      name: 'Large',
      upstream: 'large',
      match: { path: { kind: 'prefix', value: '/large' } },
      settings: { maxBodyBytes: 2e9 },
    },
    { id: 'burst', name: 'Burst', upstream: 'service', match: { path: { kind: 'prefix', value: '/burst' } } },
  ],
  consumers: [
    {
      id: 'bench',
      name: 'Bench',
      role: 'admin',
      keys: [{ id: 'one', prefix: 'benchke1', hash: createHash('sha256').update(key).digest('hex') }],
    },
  ],
  issuers: [benchIssuer],
  limits: [
    ...layers.map((layer) => ({ id: layer, name: layer, layer, routes: ['api'], limit: 100_000, perMs: 1000 })),
    ...(more.burst === undefined ? [] : [{ id: more.burst, name: 'Burst', layer: 'source', routes: ['burst'], limit: 10, perMs: 600_000 }]),
  ],
})

/** The guard's process, and what the console heard of its records. `policy`: what it has besides. */
export const startGuard = async (servicePort: number, largePort: number, policy: object = {}) => {
  const child = await startChild('guard-guard.child.ts', proxyCore)
  let told = 0
  const heard = new Map<string, (message: { port: number }) => void>()
  child.process.on('message', (message: { t: string; port: number; requests: unknown[]; unrecorded: number }) => {
    if (message.t === 'batch') told += message.requests.length + message.unrecorded
    heard.get(message.t)?.(message)
  })
  const say = (message: object, answer: string): Promise<{ port: number }> =>
    new Promise((resolve) => {
      heard.set(answer, resolve)
      child.process.send(message)
    })
  const apply = (more: Omit<PolicyPart, 'policy'> = {}) =>
    say({ t: 'policy', policy: policyFor(servicePort, largePort, { ...more, policy }) }, 'applied')
  const { port } = await apply()
  return { child, port, apply, close: () => say({ t: 'close' }, 'closed'), told: () => told }
}
