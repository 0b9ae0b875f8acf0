/** Turns an event into what an entry says. A bad event is refused here, alone, before it waits beside others for one commit. */
import { actorKinds, outcomes, severities } from '../../shared/contract/audit-filter.ts'
import type { ChainedEntry } from './chain.ts'
import { keepable } from './chain.ts'
import type { AuditEvent, By } from './database.ts'

export type PreparedEntry = Omit<ChainedEntry, 'sequence'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const orNull = (text: string | null | undefined): string | null => (text ? keepable(text) : null)

/** Throws where the event could not be stored exactly as it is hashed. Takes a copy: what changes afterwards is not entered. */
export const prepareEntry = ({ actor, source, requestId, accessToken }: By, event: AuditEvent, atMs: number): PreparedEntry => {
  const { severity = 'info', outcome = 'done', count = 1, target } = event
  const detail = accessToken ? { ...event.detail, accessToken } : (event.detail ?? {})
  const request = requestId?.toLowerCase() ?? null
  const bad = (what: string) => new Error(`The event ${event.action} cannot be entered into the log: ${what}.`)
  if (!severities.includes(severity)) throw bad('its severity is none')
  if (!outcomes.includes(outcome)) throw bad('its outcome is none')
  if (!actorKinds.includes(actor.kind)) throw bad('its actor is of no known kind')
  if (!Number.isSafeInteger(count) || count < 1) throw bad('its count is not a whole number above 0')
  if (!Number.isSafeInteger(atMs)) throw bad('its time is not in whole milliseconds')
  if (request !== null && !uuid.test(request)) throw bad('its request id is not a UUID')
  return {
    atMs,
    severity,
    outcome,
    action: keepable(event.action),
    actorKind: actor.kind,
    actorId: orNull(actor.id),
    actorName: keepable(actor.name),
    source: keepable(source),
    targetKind: target ? keepable(target.kind) : null,
    targetId: orNull(target?.id),
    targetName: target ? keepable(target.name) : null,
    threatClass: orNull(event.threatClass),
    requestId: request,
    count,
    message: keepable(event.message),
    detail: keepable(JSON.stringify(detail)),
  }
}
