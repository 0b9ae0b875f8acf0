/** What a route says about browsers and is worth a second look, and whether a change of it lets pages do more. Pure. */
import type { RouteSettings } from '../../../shared/route-settings.ts'

/** `name`: of the route, as it is told. */
export const browserFaults = (name: string, settings: RouteSettings, knowsKey: (keyId: string) => boolean): string[] => {
  const { csrf, csrfKey, csrfDryRun, sessionFrom, corsOrigins, csp, cspDirectives } = settings
  const tokens = csrf === 'token'
  return [
    ...(tokens && csrfKey !== null && !knowsKey(csrfKey.replace(/^vault:/, ''))
      ? [`The route ${name} signs its tokens with a key that the vault does not hold: what changes something is refused there.`]
      : []),
    ...(tokens && !sessionFrom?.startsWith('cookie:')
      ? [`The route ${name} asks for tokens, and no cookie tells its sessions: a token holds for whoever has it.`]
      : []),
    ...(csrf !== 'off' && csrfDryRun ? [`The route ${name} tells forged requests and lets them through.`] : []),
    ...(corsOrigins.includes('*') ? [`Any page in the world may read what the route ${name} answers without cookies.`] : []),
    ...(csp !== 'off' && Object.keys(cspDirectives).length === 0 ? [`The content policy of the route ${name} says nothing.`] : []),
  ]
}

const refuses = ({ csrf, csrfDryRun }: RouteSettings): number => (csrfDryRun ? 0 : { off: 0, origin: 1, token: 2 }[csrf])
const isOf = (some: readonly string[], others: readonly string[]): boolean => some.every((one) => others.includes(one))
const enforces = ({ csp }: RouteSettings): boolean => csp === 'enforce'

/** Whether pages may do or read what they could not before. */
export const givesPagesMore = (was: RouteSettings, is: RouteSettings): boolean =>
  refuses(is) < refuses(was) ||
  !isOf(is.csrfOrigins, was.csrfOrigins) ||
  !isOf(is.corsOrigins, was.corsOrigins) ||
  (is.corsCredentials && !was.corsCredentials) ||
  (enforces(was) && !enforces(is))
