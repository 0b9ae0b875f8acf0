/** What becomes of the certificates on a port: told once, to the log. */
import type { CertificateState } from '../../shared/tls-state.ts'

export type CertificateNews =
  /** `days`: that are left, rounded up. */
  | { kind: 'ends'; listener: string; name: string; days: number }
  /** The files are others and not good, with why; the former is served with. */
  | { kind: 'kept'; listener: string; why: string }
  | { kind: 'taken'; listener: string }

const dayMs = 86_400_000
const toldAtDays = [0, 1, 7, 30]

/** Each certificate once at each of 30 days, 7 days, one, and when it has ended. */
export const createEndings = () => {
  let told: ReadonlySet<string> = new Set()
  return (certificates: readonly CertificateState[], nowMs: number): { name: string; days: number }[] => {
    const now = certificates.flatMap(({ sha256, names, untilMs, issuer }) => {
      const days = Math.max(0, Math.ceil((untilMs - nowMs) / dayMs))
      const step = toldAtDays.find((one) => days <= one)
      return step === undefined ? [] : [{ key: `${sha256} ${step}`, name: names[0] ?? issuer, days }]
    })
    const fresh = now.filter(({ key }) => !told.has(key))
    told = new Set(now.map(({ key }) => key))
    return fresh.map(({ name, days }) => ({ name, days }))
  }
}
