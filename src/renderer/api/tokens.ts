/** The token store of this window. */
import { createTokenStore } from './token-store.ts'

export const tokens = createTokenStore(window.sessionStorage)
