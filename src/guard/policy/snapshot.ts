/** A policy made ready to serve by. Never changed: another policy is another snapshot. */
import { createTraceIds } from '../../ports/trace-ids.ts'
import type { BrowserRules } from '../browsers/browser-rules.ts'
import { browserRules } from '../browsers/browser-rules.ts'
import type { CsrfKeySource } from '../browsers/csrf-keys.ts'
import { reportPrefix } from '../../shared/browser-findings.ts'
import type { Consumer } from '../../shared/consumer.ts'
import { scopesOf } from '../../shared/consumer.ts'
import type { Network } from '../../shared/network-address.ts'
import { networkOf } from '../../shared/network-address.ts'
import type { Policy, Route } from '../../shared/policy.ts'
import type { RouteSettings } from '../../shared/route-settings.ts'
import { effectiveSettings } from '../../shared/route-settings.ts'
import type { PolicyLimits } from '../limits/limits-of-policy.ts'
import type { IssuerTable } from '../tokens/issuer-table.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { createTokens } from '../tokens/tokens.ts'
import type { Tracing } from '../telemetry/request-trace.ts'
import { createTracing } from '../telemetry/request-trace.ts'
import type { UpstreamGroup } from '../upstream/upstream-group.ts'
import { namesTraceContext, passingHeaders } from '../upstream/passing-headers.ts'
import type { AnswerRules } from './answer-rules.ts'
import { compileAnswerRules } from './answer-rules.ts'
import type { CertifiedConsumers } from './certified-consumers.ts'
import { certifiedConsumers } from './certified-consumers.ts'
import { normalPath } from './request-path.ts'
import type { RouteTable } from './route-table.ts'
import { createRouteTable, segmentsOf } from './route-table.ts'

export interface CompiledRoute {
  route: Route
  settings: RouteSettings
  group: UpstreamGroup
  /** Headers that are set and put in for the target: flat, complete. Null where a key cannot be had now. */
  added: readonly string[] | null
  /** The name of a caller's header as it goes on, lower case; null where it does not. */
  passing(name: string): string | null
  /** The route names the Host for the target itself. */
  hostIsSet: boolean
  /** The guard's own trace context is written for the target. */
  tracesGoOn: boolean
  stripSegments: readonly string[]
  answerRules: AnswerRules
  /** Empty, or with a slash before it and none behind it. */
  addPrefix: string
  browsers: BrowserRules
}

export interface CompiledKey {
  consumer: Consumer
  networks: readonly Network[]
  keyId: string
  hash: Buffer
  scopes: readonly string[]
  expiresAtMs: number | null
}

export interface Snapshot {
  policy: Policy
  routes: RouteTable<CompiledRoute>
  /** By the prefix that is shown. */
  keys: ReadonlyMap<string, CompiledKey>
  /** Null where no issuer is known: tokens are then none of ours. */
  tokens: Tokens | null
  /** By their certificates; null where no consumer has one. */
  certified: CertifiedConsumers | null
  /** Where browsers report what a policy of contents stopped, by path. */
  reportRoutes: ReadonlyMap<string, CompiledRoute>
  trustedProxies: readonly Network[]
  /** Null: callers' contexts go on as they came. */
  tracing: Tracing | null
  limits: PolicyLimits
}

const traceIds = createTraceIds()

/** RFC 9110, 5.5: what may stand in a header. A key with anything else would be refused only when it is sent. */
const sendable = /^[\x20-\x7e\x80-\xff]+$/

/** By the prefix that is shown; of consumers that are let in. */
export const compileKeys = (consumers: readonly Consumer[]): Snapshot['keys'] =>
  new Map(
    consumers
      .filter(({ enabled }) => enabled)
      .flatMap((consumer) =>
        consumer.keys.map((key): [string, CompiledKey] => [
          key.prefix,
          {
            consumer,
            networks: consumer.networks.map((text) => networkOf(text)!),
            keyId: key.id,
            hash: Buffer.from(key.hash, 'hex'),
            scopes: scopesOf(consumer, key),
            expiresAtMs: key.expiresAtMs,
          },
        ]),
      ),
  )

/** `secretOf` answers null where a secret cannot be had: routes that need it answer 503 meanwhile (B2). */
export const compilePolicy = (
  policy: Policy,
  groups: ReadonlyMap<string, UpstreamGroup>,
  secretOf: (reference: string) => string | null,
  limits: PolicyLimits,
  issuers: IssuerTable,
  /** Null: for a draft, which signs nothing. */
  csrfKeys: CsrfKeySource | null = null,
): Snapshot => {
  const tellsTraces = policy.telemetry?.traces != null
  const compile = (route: Route): CompiledRoute => {
    const { settings } = effectiveSettings(policy, route)
    const injected = settings.injectKeys.map(({ header, template, secret }) => {
      const text = secretOf(secret)
      return text === null || !sendable.test(text) ? null : [header, template.replaceAll('{key}', () => text)]
    })
    const set = Object.entries(settings.setRequestHeaders)
    return {
      route,
      settings,
      group: groups.get(route.upstream)!,
      added: injected.every((pair) => pair !== null) ? [...set, ...injected].flat() : null,
      passing: passingHeaders(settings, tellsTraces),
      tracesGoOn: tellsTraces && !namesTraceContext(settings),
      hostIsSet: set.some(([name]) => name === 'host'),
      answerRules: compileAnswerRules(settings, route.id),
      browsers: browserRules(settings, csrfKeys, secretOf),
      stripSegments: segmentsOf(normalPath(settings.stripPrefix)),
      addPrefix: segmentsOf(settings.addPrefix)
        .map((segment) => `/${segment}`)
        .join(''),
    }
  }
  const routes = policy.routes.map(compile)
  const told = routes.filter(({ route, settings }) => route.enabled && settings.csp !== 'off' && settings.cspReports)
  return {
    policy,
    routes: createRouteTable(routes),
    reportRoutes: new Map(told.map((one) => [`${reportPrefix}${one.route.id}`, one])),
    keys: compileKeys(policy.consumers),
    tokens: issuers.size === 0 ? null : createTokens(issuers, policy.consumers),
    certified: certifiedConsumers(policy.consumers),
    trustedProxies: policy.trustedProxies.map((text) => networkOf(text)!),
    tracing: policy.telemetry?.traces ? createTracing(policy.telemetry.traces, traceIds) : null,
    limits,
  }
}
