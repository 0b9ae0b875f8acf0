/** Advice on what the console keeps: queries, the log, and keys. */
import type { Observed } from './observed.ts'
import type { Verdict } from './verdict.ts'
import { notKnown, well } from './verdict.ts'
import { counted, figure, inTime } from './words.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const slowQueries = ({ nowMs, queries }: Observed): Verdict => {
  const slow = queries.filter(({ slow: often, slowestAtMs }) => often >= 3 && nowMs - slowestAtMs < dayMs)
  if (slow.length === 0) return well('No query of the console’s databases was slow more than twice.')
  const worst = slow.toSorted((a, b) => b.slow - a.slow)[0]!
  return {
    kind: 'advice',
    advice: [
      {
        id: 'slow-queries',
        severity: 'low',
        title: 'Look at the slow queries of the console',
        evidence: `${counted(slow.length, 'query', 'queries')} were slow at least three times since the start; “${worst.name}” was so ${counted(worst.slow, 'time', 'times')}, at worst ${figure(worst.slowestMs / 1000)} s.`,
        confidence: { level: 'fair', why: 'Each query is timed; but on a busy machine any query is slow.' },
        effect: 'Pages that wait for it come at once.',
        steps: [
          'Open one under Databases: its plan says what costs, and indexes can be tried on a copy.',
          'Keep less: shorten retention in Settings where the databases are large.',
        ],
        undo: 'Set the values back in Settings; what was dropped does not come back.',
        place: { to: '/metrics/database', label: 'Databases' },
        selectors: [],
        fromMs: nowMs - dayMs,
        toMs: nowMs,
        badness: worst.slow,
      },
    ],
  }
}

const verifiedWithinMs = 30 * dayMs
/** Before it holds so many entries, a log that was never verified is one that has just begun. */
const fewestEntries = 1_000

export const unprovedLog = ({ nowMs, log }: Observed): Verdict => {
  if (!log || log.entries === 0) return notKnown('The log is empty.')
  if (log.brokenSinceMs !== null) return well('The log was found broken; the health says so, and what to do.')
  const { verifiedAtMs } = log
  if (verifiedAtMs === null && log.entries < fewestEntries) return notKnown('The log has only just begun.')
  if (verifiedAtMs !== null && nowMs - verifiedAtMs < verifiedWithinMs)
    return well(`The log was found intact ${inTime(nowMs - verifiedAtMs)} ago.`)
  return {
    kind: 'advice',
    advice: [
      {
        id: 'unproved-log',
        severity: 'low',
        title: 'Verify the log',
        evidence:
          verifiedAtMs === null
            ? `The log holds ${counted(log.entries, 'entry', 'entries')} and was never verified.`
            : `The log was verified ${inTime(nowMs - verifiedAtMs)} ago, and not since.`,
        confidence: { level: 'high', why: 'Each verification stands in the log itself.' },
        effect: 'You know, and can show, up to which entry nobody touched the record.',
        steps: [
          'Press Verify in Audit. It runs beside everything else.',
          'Send the log on to another machine in Settings, so that a cut end is found too.',
        ],
        undo: 'There is nothing to undo: verifying changes nothing.',
        place: { to: '/audit', label: 'Audit' },
        selectors: [],
        fromMs: nowMs - verifiedWithinMs,
        toMs: nowMs,
        badness: verifiedAtMs === null ? 1 : (nowMs - verifiedAtMs) / verifiedWithinMs,
      },
    ],
  }
}

export const neglectedKeys = ({ nowMs, keys }: Observed): Verdict => {
  if (!keys) return notKnown('What is known of the keys could not be read.')
  const { expired, expiresSoon, stale, unused } = keys
  const count = expired + expiresSoon + stale + unused
  if (count === 0) return well('No key is expired, old or unused.')
  const parts = [
    expired > 0 && `${counted(expired, 'is', 'are')} expired`,
    expiresSoon > 0 && `${counted(expiresSoon, 'expires', 'expire')} soon`,
    stale > 0 && `${counted(stale, 'was', 'were')} not rotated for long`,
    unused > 0 && `${counted(unused, 'was', 'were')} not used for long`,
  ].filter((part) => part !== false)
  return {
    kind: 'advice',
    advice: [
      {
        id: 'neglected-keys',
        severity: expired > 0 || expiresSoon > 0 ? 'medium' : 'low',
        title: expired + expiresSoon > 0 ? 'Renew the keys that end' : 'Rotate old keys, and revoke those that nobody uses',
        evidence: `Of the keys in the vault ${parts.join(', ')}.`,
        confidence: { level: 'high', why: 'Age, expiry and uses are counted by the vault; uses outside of the guard it cannot see.' },
        effect: 'A key that nobody uses cannot be misused, and a leak of an old one ends with its rotation.',
        steps: [
          'Open them in the Vault: their badges say what is wrong with each.',
          'Rotate with an overlap, so that nothing stops; revoke what is not needed.',
        ],
        undo: 'A rotated key stays valid for its overlap. A revoked one is destroyed: it does not come back.',
        place: { to: '/vault', label: 'Vault' },
        selectors: [],
        fromMs: nowMs - dayMs,
        toMs: nowMs,
        badness: expired * 4 + expiresSoon * 2 + stale + unused,
      },
    ],
  }
}
