/**
 * What Electron's pipe does between a page and a handler of `protocol.handle`, for tests: the request carries no signal and
 * tells its initiator; the answer's body is read through a Node stream that is destroyed when the page goes away, so an abort
 * before the headers reaches nobody but the body.
 */
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

export type AppRequest = Request & { initiatorOrigin?: string }
type Handler = (request: AppRequest) => Promise<Response>

const aborted = () => new DOMException('The page went away.', 'AbortError')

/** `initiatorOrigin` undefined: the browser itself asks, as for a typed address. */
export const throughElectron =
  (handler: Handler, initiatorOrigin?: string) =>
  async (input: string, init: RequestInit = {}): Promise<Response> => {
    const asked = new Request(input, init)
    const request: AppRequest = new Request(asked.url, {
      method: asked.method,
      headers: asked.headers,
      body: asked.body ? await asked.arrayBuffer() : undefined,
    })
    if (initiatorOrigin !== undefined) request.initiatorOrigin = initiatorOrigin

    const answering = handler(request).then((answer) => {
      if (!answer.body) return answer
      const pipe = Readable.fromWeb(answer.body as NodeReadableStream<Uint8Array>)
      pipe.on('error', () => {})
      if (asked.signal.aborted) pipe.destroy()
      const chunks = pipe[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start: (controller) =>
          asked.signal.addEventListener('abort', () => {
            pipe.destroy()
            controller.error(aborted())
          }),
        pull: async (controller) => {
          const { done, value } = await chunks.next()
          if (done) controller.close()
          else controller.enqueue(value)
        },
        cancel: () => void pipe.destroy(),
      })
      return new Response(body, { status: answer.status, headers: answer.headers })
    })
    return Promise.race([answering, new Promise<never>((_, reject) => asked.signal.addEventListener('abort', () => reject(aborted())))])
  }
