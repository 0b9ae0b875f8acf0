/** What an invitation tells the person who holds it. */
import { roleSentence } from '../../../shared/permission-words.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { Step } from './steps-layout.tsx'

/** `Ada invited you as operator` */
export const invitedTitle = (madeBy: string, role: Role | null): string =>
  role === null ? `${madeBy} invited you` : `${madeBy} invited you as ${role}`

/** What one will be called, and what one will be allowed to do. */
export const invitedText = (name: string, role: Role | null): string =>
  `You sign in as ${name}.${role === null ? '' : ` ${roleSentence(role)}`} Choose a password that nobody else knows, not even whoever invited you.`

export const resetText = (name: string, madeBy: string): string =>
  `${madeBy} has made the password of ${name} void, so that you can choose another one. After it you are asked for a code from your authenticator, as always.`

export const invitedSteps = (name: string): readonly Step[] => [
  { title: 'Accept the invitation', text: name },
  { title: 'Protect your account', text: 'A second key that only you hold' },
  { title: 'Go to the console', text: 'What you did is in the log' },
]
