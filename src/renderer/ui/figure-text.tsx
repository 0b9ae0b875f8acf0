/** A figure with its unit: smaller and grey, on the baseline. */
import { classNames } from './class-names.ts'
import { figureOf, type Measure } from './figures.ts'

export const FigureText = ({ value, measure, large = false }: { value: number; measure: Measure; large?: boolean }) => {
  const { text, unit } = figureOf(value, measure)
  return (
    <span className={classNames('whitespace-nowrap', large && 'text-figure')}>
      {text}
      {unit && <span className="ml-[3px] text-small font-normal text-2">{unit}</span>}
    </span>
  )
}
