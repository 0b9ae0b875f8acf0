/** Keeps what is to be told of requests within bounds, and sends it in batches: one at a time, and less often while it fails. */
import type { Clock } from '../../ports/clock.ts'
import type { RequestRecord } from '../recorder.ts'
import type { ExporterState } from './exporter-state.ts'
import type { OtlpSender } from './otlp-sender.ts'
import { spansOf } from './otlp-spans.ts'

export interface SpanExporter {
  /** Only what is to be told. Costs next to nothing while nobody takes it. */
  add(record: RequestRecord): void
  waiting(): number
  /** Sends what waits, once, if it was not just refused; resolves when that is over. */
  close(): Promise<void>
}

export interface SpanExporterOptions {
  sender: OtlpSender
  state: ExporterState
  /** Who tells, as JSON of a resource. */
  resource: string
  stageNames(): readonly string[]
  clock: Clock
}

/** Requests. */
const mostWaiting = 4_096
const batchSize = 512
const gatherForMs = 1_000
/** Requests that are written at once: a request that is served waits for no more of them. */
const pieceSize = 16
const lastTryMs = 2_000

const spansIn = ({ trace }: RequestRecord): number => 1 + (trace?.attempts.length ?? 0)

export const createSpanExporter = ({ sender, state, resource, stageNames, clock }: SpanExporterOptions): SpanExporter => {
  let waiting: RequestRecord[] = []
  let planned: (() => void) | null = null
  let sending: Promise<void> | null = null
  let resting = false
  let closed = false
  const abort = new AbortController()

  function* piecesOf(batch: readonly RequestRecord[]): Generator<string> {
    const names = stageNames()
    yield `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":{"name":"gatehouse.guard"},"spans":[`
    for (let at = 0; at < batch.length; at += pieceSize) {
      const spans = batch.slice(at, at + pieceSize).flatMap((record) => spansOf(record, names))
      yield (at === 0 ? '' : ',') + JSON.stringify(spans).slice(1, -1)
    }
    yield ']}]}]}'
  }

  const send = async (): Promise<void> => {
    const batch = waiting.slice(0, batchSize)
    const outcome = await sender.send('traces', piecesOf(batch), abort.signal)
    const spans = batch.reduce((sum, record) => sum + spansIn(record), 0)
    const waitMs = state.note(outcome, spans)
    if (outcome.kind === 'refused') state.dropped(spans)
    if (outcome.kind !== 'later') waiting = waiting.slice(batch.length)
    resting = waitMs > 0
    sending = null
    if (closed) return
    if (waitMs > 0) plan(waitMs)
    else if (waiting.length >= batchSize) begin()
    else if (waiting.length > 0) plan(gatherForMs)
  }
  const begin = () => {
    planned?.()
    planned = null
    resting = false
    if (sending === null && waiting.length > 0) sending = send()
  }
  const plan = (ms: number) => {
    planned?.()
    planned = clock.after(ms, begin)
  }

  return {
    add: (record) => {
      if (waiting.length >= mostWaiting || closed) return state.dropped(spansIn(record))
      waiting.push(record)
      if (sending !== null || resting) return
      if (waiting.length >= batchSize) begin()
      else if (planned === null) plan(gatherForMs)
    },
    waiting: () => waiting.length,
    close: async () => {
      if (closed) return
      closed = true
      planned?.()
      const cut = clock.after(lastTryMs, () => abort.abort())
      await sending
      if (!resting && waiting.length > 0) await send()
      cut()
      abort.abort()
      for (const record of waiting) state.dropped(spansIn(record))
      waiting = []
    },
  }
}
