/** The window's two secrets, the host token and the session token: in sessionStorage only, so that a reload survives and nothing else does. */
const keys = { host: 'gatehouse.host', session: 'gatehouse.session' } as const
export type TokenName = keyof typeof keys

export interface TokenStore {
  get(name: TokenName): string | null
  /** null forgets it. */
  set(name: TokenName, token: string | null): void
}

/** Where storage is refused the tokens live as long as the page. */
export const createTokenStore = (storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TokenStore => {
  const held = new Map<TokenName, string | null>()
  return {
    get: (name) => {
      const known = held.get(name)
      if (known !== undefined) return known
      try {
        return storage.getItem(keys[name])
      } catch {
        return null
      }
    },
    set: (name, token) => {
      held.set(name, token)
      try {
        if (token === null) storage.removeItem(keys[name])
        else storage.setItem(keys[name], token)
      } catch {
        // Private windows may refuse storage; the token is held for this page.
      }
    },
  }
}
