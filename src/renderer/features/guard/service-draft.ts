/** A service on its way behind the guard: what was typed, what is wrong with it, and the edits that it becomes. Pure. */
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { listenerSchema, routeSchema, upstreamSchema } from '../../../shared/policy.ts'
import { newId } from './new-id.ts'

export interface ServiceDraft {
  name: string
  port: string
  /** Addresses with spaces between. */
  targets: string
  path: string
  identity: NonNullable<Route['settings']['identity']>
}

export const emptyService = (policy: Policy): ServiceDraft => ({
  name: '',
  port: String(policy.listeners[0]?.port ?? 8080),
  targets: '',
  path: '/',
  identity: 'none',
})

/** `127.0.0.1:3000` and `3000` are addresses too. */
export const addressesOf = (typed: string): string[] =>
  typed
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,5}$/.test(part) ? `http://127.0.0.1:${part}` : /^https?:\/\//i.test(part) ? part : `http://${part}`))

export const serviceProblem = ({ name, port, targets, path }: ServiceDraft): { field: keyof ServiceDraft; sentence: string } | null => {
  if (name.trim() === '') return { field: 'name', sentence: 'Give it a name.' }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    return { field: 'port', sentence: 'A port is a number from 1 to 65535.' }
  const addresses = addressesOf(targets)
  if (addresses.length === 0) return { field: 'targets', sentence: 'Where does the service listen?' }
  const wrong = addresses.find((url) => !upstreamSchema.shape.targets.element.shape.url.safeParse(url).success)
  if (wrong !== undefined) return { field: 'targets', sentence: `“${wrong}” is no address such as http://127.0.0.1:3000.` }
  if (!path.startsWith('/')) return { field: 'path', sentence: 'A path begins with /.' }
  return null
}

/** Only for a draft without a problem. A listener on that port is used again. */
export const editsOf = (policy: Policy, draft: ServiceDraft): PolicyEdit[] => {
  const name = draft.name.trim()
  const port = Number(draft.port)
  const id = newId(
    name,
    [...policy.routes, ...policy.upstreams].map((one) => one.id),
  )
  const upstream = upstreamSchema.parse({ id, name, targets: addressesOf(draft.targets).map((url) => ({ url })) })
  const route = routeSchema.parse({
    id,
    name,
    upstream: id,
    match: { path: { kind: 'prefix', value: draft.path } },
    settings: draft.identity === 'none' ? {} : { identity: draft.identity },
  })
  const edits: PolicyEdit[] = [
    { kind: 'put-upstream', upstream },
    { kind: 'put-route', route, before: null },
  ]
  if (policy.listeners.some((listener) => listener.port === port)) return edits
  const listener = listenerSchema.parse({
    id: newId(
      `port-${port}`,
      policy.listeners.map((one) => one.id),
    ),
    port,
  })
  return [{ kind: 'put-listener', listener }, ...edits]
}
