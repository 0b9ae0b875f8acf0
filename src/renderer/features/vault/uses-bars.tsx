/** Uses of each of the last 30 days as bars. */
import type { VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { formatCount, formatDay } from '../../ui/format.ts'
import { PanelSection } from '../../ui/side-panel.tsx'

const heightPx = 40

/** The days are those of UTC. */
const dayName = (dayMs: number) => formatDay(dayMs, 'UTC').split(' ').slice(1, 3).join(' ')

export const UsesSection = ({ of: key }: { of: VaultKeyDetail }) => {
  const days = key.usesByDay
  const most = Math.max(0, ...days.map(({ uses }) => uses))
  const [first] = days
  const words = most === 0 ? 'none' : `${formatCount(key.uses30Days)}, at most ${formatCount(most)} a day`
  return (
    <PanelSection>
      <div className="mb-2 flex items-baseline justify-between gap-2">
        <h3 className="text-small font-strong">Uses, 30 d</h3>
        <span className="text-small text-2">{words}</span>
      </div>
      <svg
        viewBox={`0 0 ${days.length * 8} ${heightPx}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Uses per day: ${words}`}
        className="block h-10 w-full border-b border-hairline text-(--series-1)"
      >
        {days.map(({ dayMs, uses }, at) => {
          const height = most === 0 ? 0 : Math.max(uses > 0 ? 2 : 0, (uses / most) * (heightPx - 2))
          return (
            <rect key={dayMs} x={at * 8 + 1} y={heightPx - height} width={6} height={height} fill="currentColor">
              <title>{`${dayName(dayMs)}: ${formatCount(uses)}`}</title>
            </rect>
          )
        })}
      </svg>
      {first && (
        <div className="mt-1 flex justify-between text-micro text-3">
          <span>{dayName(first.dayMs)}</span>
          <span>Today</span>
        </div>
      )}
    </PanelSection>
  )
}
