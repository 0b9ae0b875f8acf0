/** The units in which a figure of a series is written: nobody counts the zeros of a gigabyte. */
import type { Measure } from '../../ui/figures.ts'

interface Scale {
  name: string
  /** Of the series' own unit. */
  factor: number
}

const powers = (names: readonly string[], base: number): Scale[] => names.map((name, at) => ({ name, factor: base ** (at + 1) }))

export const scalesOf = ({ unit, binary = false }: Measure): readonly [Scale, ...Scale[]] => {
  switch (unit) {
    case 'bytes':
      return [{ name: 'B', factor: 1 }, ...(binary ? powers(['KiB', 'MiB', 'GiB', 'TiB'], 1024) : powers(['KB', 'MB', 'GB', 'TB'], 1000))]
    case 'bytes/s':
      return [{ name: 'B/s', factor: 1 }, ...powers(['KB/s', 'MB/s', 'GB/s'], 1000)]
    case 'ms':
      return [
        { name: 'ms', factor: 1 },
        { name: 's', factor: 1000 },
      ]
    case 'percent':
      return [{ name: '%', factor: 1 }]
    case 'celsius':
      return [{ name: '°C', factor: 1 }]
    case '1/s':
      return [{ name: 'per second', factor: 1 }]
    case 'count':
    case 'load':
      return [{ name: '', factor: 1 }]
  }
}

/** The largest in which it is one or more. */
export const scaleFor = (value: number, measure: Measure): Scale => {
  const scales = scalesOf(measure)
  return scales.findLast(({ factor }) => Math.abs(value) >= factor) ?? scales[0]
}

/** Of what is usual for such a series, before anything was written. */
export const usualScale = (measure: Measure): Scale => {
  const scales = scalesOf(measure)
  return (measure.unit === 'bytes' ? scales[3] : measure.unit === 'bytes/s' ? scales[2] : undefined) ?? scales[0]
}
