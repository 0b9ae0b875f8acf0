/** One call over HTTP, with its answer whole. */
import { request as ask } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'

export const call = (url: string, options: RequestOptions = {}, body = ''): Promise<{ answer: IncomingMessage; text: string }> =>
  new Promise((resolve, reject) => {
    const outgoing = ask(url, options, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
      answer.on('end', () => resolve({ answer, text }))
      answer.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
