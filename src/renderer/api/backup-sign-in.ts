/** That a session began with a backup code, so that it is said until there is an authenticator again. */
import { createStore } from './store.ts'

export const backupSignIn = createStore<{ sessionId: string; codesLeft: number } | null>(null)
