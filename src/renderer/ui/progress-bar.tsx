/** How far long work has come; without a total it only says that it goes on. */
import { Progress } from '@base-ui/react/progress'

export const ProgressBar = ({
  label,
  done,
  total,
  className,
}: {
  label: string
  done: number
  total: number | null
  className?: string
}) => (
  <Progress.Root value={total === null ? null : done} max={Math.max(1, total ?? 1)} aria-label={label} className={className}>
    <Progress.Track className="block h-1 overflow-hidden rounded-1 bg-pressed forced-colors:border">
      <Progress.Indicator className="block h-full bg-accent data-indeterminate:w-1/3 data-indeterminate:animate-breathe forced-colors:bg-[Highlight]" />
    </Progress.Track>
  </Progress.Root>
)
