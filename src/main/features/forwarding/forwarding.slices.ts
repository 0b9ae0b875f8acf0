/** What the reader worker answers for this feature. */
import { readOutgoing } from './outgoing.store.ts'

export const forwardingSlices = {
  'forwarding.read': readOutgoing,
}
export type ForwardingSlices = typeof forwardingSlices
