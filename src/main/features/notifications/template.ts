/** A person's own words for a message: names in double braces are replaced, nothing is run, and nothing unknown is. */
import { linkOf, oneLine, sentenceOf, stateWord } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message } from './message.ts'

/** `escape` is applied to each value, never to what the person wrote. A placeholder that nobody knows stays as it is. */
export const fillTemplate = (template: string, message: Message, linkTo: LinkTo, escape: (text: string) => string): string => {
  const [first] = message.alerts
  const values: Record<string, string> = {
    name: oneLine(first?.ruleName ?? ''),
    severity: message.severity,
    sentence: sentenceOf(message),
    summary: first?.summary ?? '',
    count: String(message.count),
    link: linkOf(message, linkTo) ?? '',
    runbook: first?.runbookUrl ?? '',
    state: stateWord(message),
  }
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? escape(values[name]!) : whole))
}
