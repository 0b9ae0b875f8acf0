/** A small service behind a guard: tells what it was sent; gone when its test ends. */
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PolicyEdit } from '../../shared/policy-edits.ts'
import { policySchema } from '../../shared/policy.ts'

export interface GuardedService {
  url: string
  /** Headers of the requests that arrived. */
  got: NodeJS.Dict<string | string[]>[]
}

export const startGuardedService = async (): Promise<GuardedService> => {
  const got: GuardedService['got'] = []
  const server = createServer((request, response) => {
    got.push(request.headers)
    response.end('hello')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got }
}

/** Edits that put a route `all` before a service, on any free port. */
export const editsFor = (url: string, settings: object = {}): PolicyEdit[] => {
  const { listeners, upstreams, routes } = policySchema.parse({
    listeners: [{ id: 'main', port: 0 }],
    upstreams: [{ id: 'api', name: 'API', targets: [{ url }] }],
    routes: [{ id: 'all', name: 'All', upstream: 'api', settings }],
  })
  return [
    { kind: 'put-listener', listener: listeners[0]! },
    { kind: 'put-upstream', upstream: upstreams[0]! },
    { kind: 'put-route', route: routes[0]!, before: null },
  ]
}

export const callGuard = (port: number, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> =>
  new Promise((done, fail) => {
    get({ host: '127.0.0.1', port, agent: false, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => done({ status: response.statusCode!, body }))
    }).on('error', fail)
  })
