/** Which figure of a stretch of time is taken: percentiles are of histograms alone. */
const figures = [
  { value: 'mean', label: 'Mean' },
  { value: 'max', label: 'Highest' },
  { value: 'min', label: 'Lowest' },
] as const
const percentiles = [
  { value: 'p50', label: 'Median (p50)' },
  { value: 'p95', label: 'p95' },
  { value: 'p99', label: 'p99' },
] as const

export const isPercentile = (figure: string): boolean => figure.startsWith('p')

/** `figure` is offered whatever it is, so that what was chosen stays to be seen. */
export const figureChoices = (isHistogram: boolean, figure: string) =>
  isHistogram || isPercentile(figure) ? [...figures, ...percentiles] : figures

/** What becomes of several series. `each`: what it is called where each stays by itself. */
export const joinChoices = <Label extends string>(each: Label) =>
  [
    { value: 'each', label: each },
    { value: 'sum', label: 'Their sum' },
    { value: 'mean', label: 'Their mean' },
    { value: 'max', label: 'The highest' },
    { value: 'min', label: 'The lowest' },
  ] as const
