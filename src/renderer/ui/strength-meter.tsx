/** How strong a password is: four marks and a word. */
import { classNames } from './class-names.ts'

const words = ['Guessed at once', 'Weak', 'Fair', 'Strong', 'Out of reach']

/** `score` 0 to 4; null where nothing was judged yet. */
export const StrengthMeter = ({ score }: { score: number | null }) => (
  <div
    role="meter"
    aria-label="Strength"
    aria-valuemin={0}
    aria-valuemax={4}
    aria-valuenow={score ?? 0}
    aria-valuetext={score === null ? 'Not judged yet' : words[score]}
    className="flex items-center gap-2"
  >
    <span className="flex flex-1 gap-1">
      {[1, 2, 3, 4].map((mark) => (
        <span
          key={mark}
          className={classNames(
            'h-1 flex-1 rounded-1 forced-colors:border',
            score !== null && mark <= score ? 'bg-control-edge forced-colors:bg-[Highlight]' : 'bg-pressed',
          )}
        />
      ))}
    </span>
    <span className="min-w-24 text-right text-small whitespace-nowrap text-2">{score === null ? '' : words[score]}</span>
  </div>
)
