/** Counts entries by the counters of hours and minutes; what those of a stretch cut through is looked at in the log. */
import type { Readable, SqlParams } from '../../database/database.ts'
import { addRows, barOf, countBetween, within } from './count-log.store.ts'
import type { CountRow, WantedIn } from './count-log.store.ts'
import type { Bars } from './histogram-bars.ts'
import { minuteMs } from './search-stretches.store.ts'
import type { Stretch } from './search-stretches.store.ts'

const ofSeverities = (ranks: readonly number[] | null): string =>
  ranks && ranks.length > 0 ? ' AND severity IN (SELECT value FROM json_each(@severity))' : ''

/** Whole hours from `fromMs` to `toMs`, by the log's own counters. */
export const countHours = (db: Readable, { onlySeverities, params, fromMs, toMs }: WantedIn, bars: Bars): void =>
  addRows(
    bars,
    db.all<CountRow>(
      `SELECT ${barOf('hour')} AS bar, severity, total(entries) AS entries, total(events) AS events FROM log_hour
       WHERE hour >= @fromMs AND hour < @toMs AND last_sequence > (SELECT sequence FROM log_horizon)${ofSeverities(onlySeverities)}
       GROUP BY bar, severity`,
      { fromMs, toMs, stepMs: bars.stepMs, ...(onlySeverities?.length ? { severity: params['severity']! } : {}) },
    ),
  )

/** A part's stretch where nothing but severity and time is asked, and bars are of whole minutes. */
export const countMinutes = (db: Readable, wanted: WantedIn, bars: Bars, { low, high, part }: Stretch): void => {
  const { fromMs, toMs, onlySeverities } = wanted
  const wholeFrom = Math.ceil(fromMs / minuteMs) * minuteMs
  const wholeTo = Math.floor(toMs / minuteMs) * minuteMs
  const severity: SqlParams = onlySeverities?.length ? { severity: wanted.params['severity']! } : {}
  // A sealed part holds just its own entries; of others, minutes may be cut.
  const uncut = part!.sealed && low === part!.firstSequence && high === part!.indexedSequence
  const whole = uncut
    ? ''
    : ` AND minute IN (SELECT minute FROM minute WHERE minute >= @wholeFrom AND minute < @wholeTo
        GROUP BY minute HAVING min(first_sequence) >= @low AND max(last_sequence) <= @high)`
  addRows(
    bars,
    part!.db.all<CountRow>(
      `SELECT ${barOf('minute')} AS bar, severity, total(entries) AS entries, total(events) AS events FROM minute
       WHERE minute >= @wholeFrom AND minute < @wholeTo${whole}${ofSeverities(onlySeverities)} GROUP BY bar, severity`,
      { wholeFrom, wholeTo, low, high, stepMs: bars.stepMs, ...severity },
    ),
  )
  const cut = part!.db.all<{ minute: number; first: number; last: number }>(
    `SELECT minute, min(first_sequence) AS first, max(last_sequence) AS last FROM minute WHERE minute > @from AND minute < @toMs
     GROUP BY minute HAVING last >= @low AND first <= @high AND (minute < @wholeFrom OR minute >= @wholeTo OR first < @low OR last > @high)`,
    { from: fromMs - minuteMs, toMs, wholeFrom, wholeTo, low, high },
  )
  for (const { minute, first, last } of cut) {
    const inside = within(wanted, Math.max(fromMs, minute), Math.min(toMs, minute + minuteMs))
    countBetween(db, inside, bars, Math.max(low, first), Math.min(high, last))
  }
}
