// Loaded into electron's own installer: gives up on a host that is silent, and tells its parent how far the download is.

/** To the parent, over the channel of the process. */
export type DownloadNews = { percent: number } | { failed: string }

const limits = {
  firstByteMs: Number(process.env.GATEHOUSE_FIRST_BYTE_MS ?? 5000),
  silenceMs: Number(process.env.GATEHOUSE_SILENCE_MS ?? 30_000),
}
const tell = (news: DownloadNews) => process.send?.(news)
const plainFetch = globalThis.fetch

const seconds = (ms: number) => `${ms / 1000} s`

globalThis.fetch = async (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input)
  const silence = new AbortController()
  const giveUp = (reason: string) => {
    tell({ failed: reason })
    silence.abort(new Error(reason))
  }
  let timer = setTimeout(giveUp, limits.firstByteMs, `${host} gave no first byte within ${seconds(limits.firstByteMs)}`)
  try {
    const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal]
    const response = await plainFetch(input, { ...init, signal: AbortSignal.any(signals) })
    if (!response.ok) tell({ failed: `${host} answered ${response.status}` })
    if (!response.body) return response
    const totalBytes = Number(response.headers.get('content-length')) || null
    let bytes = 0
    let told = -1
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          clearTimeout(timer)
          timer = setTimeout(giveUp, limits.silenceMs, `${host} fell silent for ${seconds(limits.silenceMs)} in the middle`)
          bytes += chunk.length
          const percent = totalBytes ? Math.floor((bytes / totalBytes) * 100) : 0
          if (percent > told) tell({ percent: (told = percent) })
          controller.enqueue(chunk)
        },
        flush: () => clearTimeout(timer),
      }),
    )
    return new Response(counted, response)
  } catch (error) {
    clearTimeout(timer)
    const { message, cause } = error as Error
    tell({ failed: `${host} cannot be reached (${cause instanceof Error ? cause.message : message})` })
    throw error
  }
}
