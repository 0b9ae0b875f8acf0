/** A person at a terminal who answers in order, and what was said to them; after the last answer the input has ended. */
import type { Terminal } from '../console/terminal.ts'

export interface ScriptedTerminal extends Terminal {
  /** All that was said and asked, line by line. */
  readonly lines: string[]
  text(): string
  /** What was typed where it is not shown. */
  readonly secrets: string[]
}

export const createScriptedTerminal = (answers: readonly string[]): ScriptedTerminal => {
  const waiting = [...answers]
  const lines: string[] = []
  const secrets: string[] = []
  const ask = (question: string): Promise<string | null> => {
    lines.push(question)
    return Promise.resolve(waiting.shift() ?? null)
  }
  return {
    lines,
    secrets,
    text: () => lines.join('\n'),
    say: (line) => void lines.push(line),
    ask,
    askSecret: async (question) => {
      const typed = await ask(question)
      if (typed !== null) secrets.push(typed)
      return typed
    },
    close: () => {},
  }
}
