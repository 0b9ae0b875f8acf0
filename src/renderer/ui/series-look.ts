/** The dashes of the series in the palette's order, as in the tokens: the second sign where lines cross. Colours are `--series-1` to `--series-6`. */
export const seriesDash = [undefined, '6 3', '2 3', '8 3 2 3', '12 4', '4 2 1 2'] as const
export const mostSeries = seriesDash.length
