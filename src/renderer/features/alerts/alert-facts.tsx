/** What is known of an alert, as names and values. */
import { Link } from '@tanstack/react-router'
import { BellOff } from 'lucide-react'
import type { Alert, AlertRule } from '../../../shared/contract/alerts.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { FigureText } from '../../ui/figure-text.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { alertStateNames, labelWords } from './alert-words.ts'
import { tabSearch } from './alerts-search.ts'
import { measureOf } from './breach-model.ts'

const linkTo = (id: string) => `${location.origin}/alerts?alert=${id}`

export const AlertFacts = ({ of: alert, rule }: { of: Alert; rule: AlertRule | null }) => {
  const { state, severity, ruleId, ruleName, labels, group, unit, value, worst, acknowledged, silencedBy } = alert
  const measure = unit && measureOf(alert.selectors[0]?.name ?? '', unit)
  return (
    <PanelSection>
      <Facts
        facts={[
          {
            name: 'State',
            value: (
              <span className="-my-1 flex items-center gap-2">
                <Badge live={state === 'firing'}>{alertStateNames[state]}</Badge>
                {silencedBy !== null && (
                  <Badge>
                    <BellOff aria-hidden className="size-3" />
                    Silenced
                  </Badge>
                )}
                <CopyButton text={linkTo(alert.id)} name="Copy link to this alert" />
              </span>
            ),
          },
          { name: 'Severity', value: <SeverityLabel severity={severity} look="badge" /> },
          {
            name: 'Rule',
            value: rule ? (
              <Link to="/alerts" search={tabSearch('rules', { rule: ruleId })} className="text-accent-text hover:underline">
                {rule.name}
              </Link>
            ) : (
              `${ruleName}, deleted since`
            ),
          },
          { name: 'Group', value: group },
          ...(Object.keys(labels).length > 0
            ? [{ name: 'Labels', value: <span className="font-mono text-code">{labelWords(labels)}</span> }]
            : []),
          ...(measure && value !== null
            ? [
                {
                  name: state === 'resolved' ? 'Last' : 'Now',
                  value: (
                    <>
                      <FigureText value={value} measure={measure} />
                      {worst !== null && (
                        <span className="text-2">
                          at worst <FigureText value={worst} measure={measure} />
                        </span>
                      )}
                    </>
                  ),
                },
              ]
            : []),
          {
            name: 'Began',
            value: (
              <>
                <Timestamp atMs={alert.startedAtMs} look="list" /> <RelativeTime atMs={alert.startedAtMs} className="text-2" />
              </>
            ),
          },
          ...(acknowledged
            ? [
                {
                  name: 'Acknowledged',
                  value: (
                    <>
                      by {acknowledged.by} <RelativeTime atMs={acknowledged.atMs} className="text-2" />
                      {acknowledged.note !== '' && <span className="block w-full whitespace-pre-wrap">{acknowledged.note}</span>}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </PanelSection>
  )
}
