/** Which silence keeps an alert quiet at a time. Pure. */
import type { Alert, Silence } from '../../../shared/contract/alerts.ts'
import { matchesLabels } from '../../../shared/series.ts'

const fits = ({ ruleId, group, labels }: Silence['match'], alert: Pick<Alert, 'ruleId' | 'group' | 'labels'>): boolean =>
  (ruleId === null || ruleId === alert.ruleId) && (group === null || group === alert.group) && matchesLabels(alert.labels, labels)

/** The one that lasts longest. */
export const silenceOf = (silences: readonly Silence[], alert: Pick<Alert, 'ruleId' | 'group' | 'labels'>, nowMs: number): string | null =>
  silences
    .filter(({ fromMs, untilMs, match }) => fromMs <= nowMs && nowMs < untilMs && fits(match, alert))
    .toSorted((a, b) => b.untilMs - a.untilMs)[0]?.id ?? null
