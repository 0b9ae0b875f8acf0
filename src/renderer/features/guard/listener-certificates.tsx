/** The certificates that a port serves with, until when they are good, and why newer ones are not taken. */
import type { ListenerTlsState } from '../../../shared/tls-state.ts'
import { formatDay } from '../../ui/format.ts'
import { useTodayMs } from '../../ui/now.ts'

const dayMs = 86_400_000

const leftWords = (untilMs: number, todayMs: number): string => {
  const days = Math.ceil((untilMs - todayMs) / dayMs)
  if (untilMs <= todayMs) return 'Ended'
  return days === 1 ? 'Ends within a day' : `Ends in ${days} days`
}

export const ListenerCertificates = ({ told: { certificates, problem } }: { told: ListenerTlsState }) => {
  const todayMs = useTodayMs()
  return (
    <div className="grid gap-1 pb-2 pl-52 text-small">
      {certificates.map(({ kind, names, issuer, untilMs, sha256 }) => (
        <p key={sha256} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-code" title={names.join(', ')}>
            {names.slice(0, 3).join(', ') || 'No name'}
            {names.length > 3 && ` and ${names.length - 3} more`}
          </span>
          <span className="text-2">
            {kind === 'self-signed' ? 'self-signed' : `signed by ${issuer}`}, until {formatDay(untilMs)}
          </span>
          {untilMs - todayMs <= 30 * dayMs && (
            <span className={untilMs - todayMs <= 7 * dayMs ? 'text-critical' : 'text-1'}>{leftWords(untilMs, todayMs)}</span>
          )}
        </p>
      ))}
      {problem !== null && <p className="text-critical">Newer files are not taken, the former certificate is served with: {problem}.</p>}
    </div>
  )
}
