/** The threat level in a word with its sign, and behind it why it is so and how it is made. */
import { useQuery } from '@tanstack/react-query'
import type { ThreatLevel } from '../../../shared/contract/incidents.ts'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { levelOptions } from './incident-queries.ts'
import { levelNames, levelSeverities } from './incident-words.ts'

export const LevelBadge = ({ level }: { level: ThreatLevel['level'] }) => {
  const severity = levelSeverities[level]
  const words = `Threat level: ${levelNames[level].toLowerCase()}`
  if (severity === null) return <span className="text-2">{words}</span>
  return (
    <SeverityLabel severity={severity} look="badge">
      {words}
    </SeverityLabel>
  )
}

export const ThreatLevelButton = () => {
  const { data } = useQuery(levelOptions)
  if (!data) return null
  return (
    <Popover
      align="end"
      label="How the threat level is made"
      trigger={
        <Button look="quiet" aria-label={`Threat level: ${levelNames[data.level].toLowerCase()}. How it is made`}>
          <LevelBadge level={data.level} />
        </Button>
      }
    >
      <div className="grid w-[400px] max-w-[calc(100vw-48px)] gap-3 p-3">
        <p>
          {data.sentence}{' '}
          <span className="text-2">
            {levelNames[data.level]} since <RelativeTime atMs={data.sinceMs} />.
          </span>
        </p>
        {data.reasons.length > 0 && (
          <ul className="grid list-disc gap-1 pl-4">
            {data.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        <p className="text-small text-2">{data.formula}</p>
      </div>
    </Popover>
  )
}
