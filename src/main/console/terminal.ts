/** Speaks with a person, line by line: what is typed as a secret is not shown. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

export interface Terminal {
  say(line: string): void
  /** Null: the input has ended, or was broken off. */
  ask(question: string): Promise<string | null>
  askSecret(question: string): Promise<string | null>
  close(): void
}

/** A name in a database may hold what moves the cursor or hides a line. */
const showable = (text: string): string => text.replace(/[^\P{C}\n]/gu, '\ufffd')

export const openTerminal = ({
  input,
  output,
}: {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream
}): Terminal => {
  let silent = false
  const screen = new Writable({
    write: (chunk, _encoding, done) => {
      if (!silent) output.write(chunk as Buffer)
      done()
    },
  })
  const shown = input.isTTY === true
  const reading = createInterface({ input, output: screen, terminal: shown, historySize: 0 })
  const typed: string[] = []
  let ended = false
  let waiting: ((line: string | null) => void) | null = null
  const answer = (line: string | null) => {
    const give = waiting
    waiting = null
    give?.(line)
  }
  // Lines of a pipe may all come at once, before they are asked for.
  reading.on('line', (line) => (waiting ? answer(line) : typed.push(line)))
  reading.on('SIGINT', () => reading.close())
  reading.on('close', () => {
    ended = true
    answer(null)
  })

  const next = (): Promise<string | null> => {
    const line = typed.shift()
    if (line !== undefined) return Promise.resolve(line)
    return ended ? Promise.resolve(null) : new Promise((resolve) => (waiting = resolve))
  }

  const ask = async (question: string, secret: boolean): Promise<string | null> => {
    reading.setPrompt(showable(question))
    if (!ended) reading.prompt()
    silent = secret && shown
    const line = await next()
    silent = false
    if (secret || !shown || line === null) output.write('\n')
    return line
  }

  return {
    say: (line) => void output.write(`${showable(line)}\n`),
    ask: (question) => ask(question, false),
    askSecret: (question) => ask(question, true),
    close: () => reading.close(),
  }
}
