// Passes a response's body on and catches what breaks in its middle, which the HTTP adapter would print.

/** `onError` must end the connection: what was cut off must not look whole. */
export const guardStream = (response: Response, onError: (error: unknown) => void): Response => {
  if (!response.body) return response
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  let gone = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        // Whoever went away while we waited has closed the stream already.
        if (gone) return
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        if (gone) return
        onError(error)
        controller.close()
      }
    },
    cancel: (reason) => {
      gone = true
      return reader.cancel(reason)
    },
  })
  return new Response(body, response)
}
