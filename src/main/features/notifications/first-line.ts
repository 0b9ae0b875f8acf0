/** What a receiver said, short enough to be shown. */
import { cutText } from '../../outgoing/cut-text.ts'
import { oneLine } from './message-words.ts'

const maxBytes = 200

/** Empty where it said nothing. */
export const firstLine = (text: string): string => {
  const line = oneLine(text.split(/\r?\n/).find((one) => one.trim() !== '') ?? '')
  return Buffer.byteLength(line) <= maxBytes ? line : `${cutText(line, maxBytes)}…`
}
