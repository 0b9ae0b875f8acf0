// What a benchmark answers, and how it is printed: a table for people, one object a line for programs.

export interface Figure {
  /** `start.listening` */
  name: string
  value: number
  unit: string
  /** The same unit, measured in the same run; the ratio to it outlives a change of machine. */
  baseline?: number
  goal?: { atMost: number } | { atLeast: number }
}

export interface Benchmark {
  /** `quick`: fewer rounds, to see that it works. */
  (options: { quick: boolean }): Promise<Figure[]>
}

/** The middle of an odd count, the mean of the two middles of an even one. */
export const median = (values: number[]): number => {
  if (values.length === 0) throw new Error('There is no median of nothing')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value that so large a share of them does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  if (values.length === 0) throw new Error('There is no percentile of nothing')
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]!
}

const round = (value: number) => Number(value.toPrecision(4))

/** One line of `--json`. `ok` is true where there is no goal to miss. */
export const toJson = ({ name, value, unit, baseline, goal }: Figure) => ({
  name,
  value: round(value),
  unit,
  baseline: baseline === undefined ? null : round(baseline),
  ratio: baseline === undefined ? null : round(value / baseline),
  goal: goal === undefined ? null : 'atMost' in goal ? goal.atMost : goal.atLeast,
  ok: goal === undefined ? true : 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast,
})

export const toTable = (figures: Figure[]): string => {
  const rows = figures.map((figure) => {
    const { name, value, unit, baseline, ratio, goal, ok } = toJson(figure)
    const sign = figure.goal && 'atLeast' in figure.goal ? '>=' : '<='
    return [
      name,
      `${value} ${unit}`,
      baseline === null ? '' : `${baseline} ${unit}`,
      ratio === null ? '' : `${ratio}`,
      goal === null ? '' : `${sign} ${goal} ${unit}`,
      goal === null ? '' : ok ? 'met' : 'missed',
    ]
  })
  const table = [['name', 'value', 'baseline', 'ratio', 'goal', ''], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
