/** What a wired feature gives the console: answers for its part of the contract, and what to do when the console starts and stops. */
import type { Logger } from '../../ports/logger.ts'

export interface Part {
  /** By their groups in the contract. */
  handlers: object
  start?(): void | Promise<void>
  /** Before the console's last entry: whatever may still write to the log ends here. */
  settle?(): void | Promise<void>
  /** After the last entry, while the databases are still open. */
  stop?(): void | Promise<void>
}

type Joined<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void ? All : never

export const joinHandlers = <const Parts extends readonly Part[]>(parts: Parts): Joined<Parts[number]['handlers']> =>
  Object.assign({}, ...parts.map((part) => part.handlers)) as Joined<Parts[number]['handlers']>

export const startParts = async (parts: readonly Part[]): Promise<void> => {
  for (const part of parts) await part.start?.()
}

/** Latest first. One that fails does not keep the others running. */
export const endParts = async (parts: readonly Part[], how: 'settle' | 'stop', logger: Logger): Promise<void> => {
  for (const part of parts.toReversed()) {
    try {
      await part[how]?.()
    } catch (error) {
      logger.error({ err: error, groups: Object.keys(part.handlers) }, 'a part of the console could not be ended in order')
    }
  }
}
