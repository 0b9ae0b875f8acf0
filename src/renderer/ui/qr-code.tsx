/** A QR code, dark on white in every theme, with the quiet zone of four modules that scanners ask for. */
const quiet = 4

/** One path of all dark runs: far fewer elements than modules, and no seams between them. */
export const qrPath = (rows: readonly (readonly boolean[])[]): string =>
  rows
    .flatMap((row, y) => {
      const runs: string[] = []
      for (let x = 0; x < row.length; x += 1) {
        if (!row[x]) continue
        const from = x
        while (row[x + 1]) x += 1
        const width = x - from + 1
        runs.push(`M${from} ${y}h${width}v1h-${width}z`)
      }
      return runs
    })
    .join('')

export const QrCode = ({ rows, label }: { rows: readonly (readonly boolean[])[]; label: string }) => {
  const size = rows.length + 2 * quiet
  return (
    <svg
      viewBox={`${-quiet} ${-quiet} ${size} ${size}`}
      role="img"
      aria-label={label}
      className="keeps-colours size-52 rounded-2 shadow-[0_0_0_1px_var(--hairline)]"
    >
      <rect x={-quiet} y={-quiet} width={size} height={size} fill="#fff" />
      <path d={qrPath(rows)} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
