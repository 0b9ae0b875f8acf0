/** The code of an invitation: found in an address or in what a person pasted, and held by this window until it is dealt with. */
import { invitationPrefix } from '../../shared/invitation-code.ts'
import { createStore } from './store.ts'

/** Set while this window deals with an invitation; never kept anywhere else. */
export const invitationCode = createStore<string | null>(null)

const inFragment = /#invitation=([\w-]{1,128})$/

/** The code in the address of an invitation's link, or null. */
export const invitationInLink = (address: string): string | null => inFragment.exec(address.trim())?.[1] ?? null

/** Whether it can be one at all. What cannot is not sent: the console would take it for a spent link, which is an alarm. */
export const canBeInvitation = (code: string): boolean => code.startsWith(invitationPrefix)

/** The code in what a person pasted: a whole link, its fragment, or the bare code. What is no code of ours, the console says. */
export const invitationIn = (text: string): string => invitationInLink(text) ?? text.trim()
