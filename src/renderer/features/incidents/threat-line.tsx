/** One line for the overview: the threat level and the open incidents, with the way to them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { levelOptions, openOptions, useFollowIncidents } from './incident-queries.ts'
import { openSentence } from './incident-words.ts'
import { LevelBadge } from './threat-level.tsx'

export const ThreatLine = () => {
  useFollowIncidents()
  const level = useQuery(levelOptions).data
  const open = useQuery(openOptions).data?.open
  if (!level || open === undefined) return <p className="mt-3 h-6" aria-hidden />
  const [reason] = level.reasons
  return (
    <p className="mt-3 flex h-6 items-center gap-3" data-threat-line="">
      <LevelBadge level={level.level} />
      <Link to="/incidents" className="whitespace-nowrap text-accent-text hover:underline">
        {openSentence(open)}
      </Link>
      {reason && (
        <span className="cut text-small text-2" title={level.reasons.join('; ')}>
          {reason}
        </span>
      )}
    </p>
  )
}
