/** The code of an invitation: found in an address or in what a person pasted, and held by this window until it is dealt with. */
import { createStore } from './store.ts'

/** Set while this window deals with an invitation; never kept anywhere else. */
export const invitationCode = createStore<string | null>(null)

const inFragment = /#invitation=([\w-]{1,128})$/

/** The code in the address of an invitation's link, or null. */
export const invitationInLink = (address: string): string | null => inFragment.exec(address.trim())?.[1] ?? null

/** The code in what a person pasted: a whole link, its fragment, or the bare code. What is no code of ours, the console says. */
export const invitationIn = (text: string): string => invitationInLink(text) ?? text.trim()
