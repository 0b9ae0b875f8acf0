/** Records what became of the request: no query values, headers or bodies but those that the route allows (E15). */
import type { Exchange } from '../exchange.ts'
import type { Recorder, RequestRecord } from '../recorder.ts'
import type { Stage } from '../stage.ts'

const recordedQuery = ({ query, route }: Exchange): Record<string, string> | null => {
  const names = route?.settings.recordQuery ?? []
  if (names.length === 0 || query === '') return null
  const parameters = new URLSearchParams(query)
  const found = names.flatMap((name): [string, string][] => (parameters.has(name) ? [[name, parameters.get(name)!.slice(0, 200)]] : []))
  return found.length > 0 ? Object.fromEntries(found) : null
}

export const createLog = (recorder: Recorder, monotonic: () => number): Stage => ({
  name: 'log',
  why: 'at the end, when all is known',
  fails: 'open',
  decides: false,
  end: (exchange) => {
    const { route, consumer, target, refusal, request } = exchange
    const record: RequestRecord = {
      id: exchange.id,
      atMs: exchange.atMs,
      tookMs: monotonic() - exchange.startedMs,
      source: exchange.source,
      method: request.method ?? '',
      route: route?.route.id ?? null,
      template: route?.route.match.path.value ?? null,
      consumer: consumer?.id ?? null,
      keyId: exchange.keyId,
      caller: exchange.token?.caller ?? null,
      target: target?.url ?? null,
      upstream: route?.route.upstream ?? null,
      status: exchange.status,
      refusal: refusal?.code ?? null,
      reason: refusal?.reason ?? null,
      overlooked: exchange.overlooked.map(({ code, reason }) => (reason === undefined ? code : `${code}: ${reason}`)),
      brokenOff: exchange.brokenOff,
      bytesIn: exchange.bytesIn,
      bytesOut: exchange.bytesOut,
      spentMs: exchange.spentMs,
      upstreamMs: exchange.upstreamMs,
      query: recordedQuery(exchange),
      policyRevision: exchange.snapshot.policy.revision,
      trace: exchange.trace,
      triedBy: exchange.tried?.by ?? null,
    }
    if (record.trace) record.trace.told = exchange.snapshot.tracing!.isTold(record.trace, record)
    recorder.record(record)
  },
})
