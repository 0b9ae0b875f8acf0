/** What a route says about browsers, made ready with the policy; null where it says nothing, which then costs nothing. */
import { csrfHeader } from '../../shared/browser-settings.ts'
import type { CorsRules, OriginRule } from '../../shared/cors.ts'
import { corsRules, originRule } from '../../shared/cors.ts'
import type { RouteSettings } from '../../shared/route-settings.ts'
import type { CsrfKeySource } from './csrf-keys.ts'
import type { CsrfKeys } from './csrf-token.ts'

export interface CsrfRules {
  dryRun: boolean
  /** Pages that may send what changes something although they are not its own. */
  named: OriginRule
  /** Null: no token is asked for. Null of its `keys`: the shared key cannot be had now. */
  token: { keys: () => CsrfKeys | null; sessionCookie: string | null } | null
}

export interface PreparedCors extends CorsRules {
  /** Of the answer to a browser that asks first. */
  preflight: readonly string[]
  exposed: string
}

const preparedCors = (settings: RouteSettings): PreparedCors | null => {
  const rules = corsRules(settings, settings.csrf === 'token' ? [csrfHeader] : [])
  if (!rules) return null
  return {
    ...rules,
    exposed: settings.corsExposed.join(', '),
    preflight: [
      'access-control-allow-methods',
      [...rules.methods].join(', '),
      'access-control-allow-headers',
      [...rules.headers].join(', '),
      'access-control-max-age',
      String(Math.floor(settings.corsMaxAgeMs / 1000)),
    ],
  }
}

export interface BrowserRules {
  cors: PreparedCors | null
  csrf: CsrfRules | null
}

export const browserRules = (
  settings: RouteSettings,
  keys: CsrfKeySource | null,
  secretOf: (reference: string) => string | null,
): BrowserRules => {
  const { csrf, csrfDryRun, csrfOrigins, csrfKey, sessionFrom, corsOrigins, corsCredentials } = settings
  const keysNow = (): CsrfKeys | null => {
    if (csrfKey === null || keys === null) return keys?.own() ?? null
    const text = secretOf(csrfKey)
    return text === null ? null : keys.shared(csrfKey, text)
  }
  return {
    cors: preparedCors(settings),
    csrf:
      csrf === 'off'
        ? null
        : {
            dryRun: csrfDryRun,
            // Whoever may call with cookies from elsewhere is trusted to act.
            named: originRule([...csrfOrigins, ...(corsCredentials ? corsOrigins : [])]),
            token:
              csrf === 'token'
                ? { keys: keysNow, sessionCookie: sessionFrom?.startsWith('cookie:') ? sessionFrom.slice('cookie:'.length) : null }
                : null,
          },
  }
}
