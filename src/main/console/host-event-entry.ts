/** What a host tells, as an entry of the log. */
import type { AuditEvent } from '../database/database.ts'
import type { HostEvent } from './console.ts'

export const hostEventEntry = (event: HostEvent): AuditEvent => {
  switch (event.kind) {
    case 'link-used':
      return {
        action: 'link.used',
        message: 'A window was opened with a one-time link',
        target: { kind: 'link', id: null, name: 'one-time link' },
      }
    case 'link-reused':
      return {
        action: 'link.refused',
        severity: 'high',
        outcome: 'refused',
        message: 'A spent, expired or unknown link was presented: somebody else may have seen it',
        target: { kind: 'link', id: null, name: 'one-time link' },
      }
    case 'invitation-opened':
      return {
        action: 'invitation.opened',
        message: 'A window was opened with the code of an invitation',
        target: { kind: 'link', id: null, name: 'invitation' },
      }
    case 'invitation-refused':
      return {
        action: 'invitation.refused',
        severity: 'low',
        outcome: 'refused',
        message: 'The code of an invitation that is used, expired, withdrawn or unknown was presented',
        target: { kind: 'link', id: null, name: 'invitation' },
      }
    case 'link-made':
      return {
        action: 'link.made',
        message: 'A fresh one-time link was asked for on this machine',
        target: { kind: 'link', id: null, name: 'one-time link' },
      }
    case 'window-crashed':
      return {
        action: 'window.crashed',
        severity: 'medium',
        outcome: 'failed',
        message: 'The window crashed and was loaded again',
        detail: { reason: event.reason },
      }
  }
}
