/** A console without a core, for tests of the hosts: answers by hand and remembers what the host told it. */
import type { Caller, GatehouseConsole, HostEvent, InvitationState } from '../console/console.ts'

export const knownAccessToken = 'gatehouse_pat_known'

export interface FakeConsole extends GatehouseConsole {
  readonly asked: { request: Request; caller: Caller }[]
  readonly events: HostEvent[]
  readonly locks: string[]
  readonly did: string[]
  /** What became of the one invitation. */
  invitation: InvitationState
}

/** The code of the one invitation that is open here. */
export const knownInvitation = `ghi_${'i'.repeat(43)}`

export const createFakeConsole = (
  answer: (request: Request, caller: Caller) => Response | Promise<Response> = (request) =>
    new Response(`you asked ${new URL(request.url).pathname}`),
): FakeConsole => {
  const asked: FakeConsole['asked'] = []
  const events: HostEvent[] = []
  const locks: string[] = []
  const did: string[] = []
  let invitation: InvitationState = 'open'
  return {
    asked,
    events,
    locks,
    did,
    start: async () => void did.push('start'),
    fetch: async (request, caller) => {
      asked.push({ request, caller })
      return answer(request, caller)
    },
    noteHostEvent: (event) => void events.push(event),
    knowsAccessToken: (token) => token === knownAccessToken,
    openInvitation: (code) => (code === knownInvitation && invitation === 'open' ? 'invitation' : null),
    invitationState: () => invitation,
    get invitation() {
      return invitation
    },
    set invitation(state: InvitationState) {
      invitation = state
    },
    routesServed: () => 0,
    lockAll: async (why) => void locks.push(why),
    stop: async () => void did.push('stop'),
  }
}
