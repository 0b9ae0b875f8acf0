/** Charts as files, through the core: a file leaves by its one-time link alone, whatever it holds. */
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { chartCsv } from '../../ui/chart-csv.ts'
import type { ChartFiles } from '../../ui/chart-model.ts'

/** Piece by piece: as arguments of one call, the bytes of a picture would be too many. */
const base64Of = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192))
  return btoa(text)
}

const handOut = async (asked: Promise<{ url: string }>): Promise<void> => {
  try {
    startDownload((await asked).url)
  } catch (error) {
    throw new Error(describeProblem(error).sentence, { cause: error })
  }
}

const picture: ChartFiles['picture'] = async ({ title, spanWords }, png) =>
  handOut(client.monitoring.exportPicture({ title: `${title} ${spanWords}`, png: await base64Of(png) }))

export const chartFiles: ChartFiles = {
  csv: ({ title, spanWords, series, span }) =>
    handOut(
      client.monitoring.exportCsv({
        title: `${title} ${spanWords}`,
        selectors: series.map(({ name, labels }) => ({ name, labels })),
        fromMs: span.fromMs,
        toMs: span.toMs,
      }),
    ),
  picture,
}

/** Of lines that were joined or split on their way: the record holds them only in their parts. */
export const drawnChartFiles: ChartFiles = {
  csv: (model) => handOut(client.monitoring.exportDrawnCsv({ title: `${model.title} ${model.spanWords}`, csv: chartCsv(model) })),
  picture,
}
