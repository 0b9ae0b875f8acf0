// Gives handlers of `protocol.handle` the abort that Electron hides: a body that is cancelled aborts the request's signal.

/** Without it, a generator of the core that is stuck in an await when the page goes away is never closed. */
export const withAbort =
  (handler: (request: Request) => Promise<Response>) =>
  async (request: Request): Promise<Response> => {
    const gone = new AbortController()
    const answer = await handler(new Request(request, { signal: AbortSignal.any([request.signal, gone.signal]) }))
    if (!answer.body) return answer
    const reader = answer.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel(reason) {
        gone.abort(reason)
        return reader.cancel(reason)
      },
    })
    return new Response(body, answer)
  }
