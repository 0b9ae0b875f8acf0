/** The rail: where one can go, and what runs. Folds to icons in narrow windows, with names on hover. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useSession } from '../api/access.ts'
import { orpc } from '../api/client.ts'
import { GateMark } from '../ui/gate-mark.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { useNarrow } from './narrow.ts'
import { places, type Place } from './places.ts'
import { vaultLine } from './vault-line.ts'

const linkLook =
  'group flex h-7 items-center gap-2 rounded-2 px-2 text-2 transition-[background-color] hover:bg-hover hover:text-1 ' +
  'aria-[current=page]:bg-pressed aria-[current=page]:font-strong aria-[current=page]:text-1 max-wide:justify-center max-wide:px-0'

const PlaceLink = ({ place, narrow }: { place: Place; narrow: boolean }) => (
  <Tooltip text={narrow ? place.name : null} side="right">
    <Link to={place.to} className={linkLook} activeOptions={{ includeSearch: false, exact: place.to === '/' }}>
      <place.icon aria-hidden className="group-aria-[current=page]:text-accent-text" />
      <span className="max-wide:sr-only">{place.name}</span>
    </Link>
  </Tooltip>
)

const RailFoot = ({ narrow }: { narrow: boolean }) => {
  const about = useQuery(orpc.console.about.queryOptions({ staleTime: Infinity })).data
  const status = useQuery(orpc.console.status.queryOptions()).data
  if (!about || !status) return null
  const version = `Gatehouse ${about.version}`
  const Sign = status.vault.kind === 'open' ? CircleCheck : TriangleAlert
  if (narrow)
    return (
      <Tooltip text={`${version}. ${vaultLine(status)}.`} side="right">
        <span
          role="img"
          aria-label={`${version}. ${vaultLine(status)}.`}
          tabIndex={0}
          className="mx-auto mt-auto mb-2 grid size-7 place-items-center text-3"
        >
          <Sign aria-hidden />
        </span>
      </Tooltip>
    )
  return (
    <p className="mt-auto px-2 pt-2 pb-1 text-small text-3">
      {version}
      <br />
      {vaultLine(status)}
    </p>
  )
}

export const Rail = () => {
  const narrow = useNarrow()
  const { permissions } = useSession().user
  const seen = places.filter((place) => place.needs === null || permissions.includes(place.needs))
  const groups = [...new Set(seen.map(({ group }) => group))]
  return (
    <nav aria-label="Main" className="relative row-span-2 flex min-h-0 flex-col overflow-y-auto px-2 pb-2 [scrollbar-width:none]">
      <div className="flex h-(--top-bar) flex-none items-center gap-2 px-2 font-strong max-wide:justify-center max-wide:px-0">
        <GateMark />
        <span className="max-wide:sr-only">Gatehouse</span>
      </div>
      {groups.map((group) => (
        <div key={group ?? ''} className="max-wide:mb-3">
          {group && <h2 className="px-2 pt-3 pb-1 text-micro font-normal text-3 max-wide:sr-only">{group}</h2>}
          {seen
            .filter((place) => place.group === group)
            .map((place) => (
              <PlaceLink key={place.to} place={place} narrow={narrow} />
            ))}
        </div>
      ))}
      <RailFoot narrow={narrow} />
    </nav>
  )
}
