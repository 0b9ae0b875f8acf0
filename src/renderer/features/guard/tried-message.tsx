/** A request as it goes on, or an answer as it came: its first line, its headers, and what is shown of its body. */
import type { Tried } from '../../../shared/tried-request.ts'
import { formatBytes } from '../../ui/format.ts'
import { Well } from '../../ui/well.tsx'

type Headers = NonNullable<Tried['sent']>['headers']

const HeaderLines = ({ headers }: { headers: Headers }) => (
  <>
    {headers.map(({ name, value }, at) => (
      // By its place: a header may be there twice, and the list never changes
      <span key={`${at} ${name}`} className="block">
        <span className="text-2">{name}: </span>
        {value ?? <span className="text-3">not shown</span>}
      </span>
    ))}
  </>
)

export const SentMessage = ({ sent }: { sent: NonNullable<Tried['sent']> }) => (
  <Well>
    <span className="block font-strong">
      {sent.method} {sent.path}
    </span>
    <HeaderLines headers={sent.headers} />
    {sent.bodyBytes > 0 && <span className="block text-2">and a body of {formatBytes(sent.bodyBytes)}</span>}
  </Well>
)

const bodyNote = ({ isText, isCut, bodyBytes }: NonNullable<Tried['answer']>): string | null => {
  if (bodyBytes === 0) return 'No body'
  if (!isText) return `${formatBytes(bodyBytes)} that are no text`
  return isCut ? `Only its beginning, of ${formatBytes(bodyBytes)} that were read` : null
}

export const AnswerMessage = ({ answer }: { answer: NonNullable<Tried['answer']> }) => {
  const note = bodyNote(answer)
  return (
    <Well>
      <span className="block font-strong">{answer.status}</span>
      <HeaderLines headers={answer.headers} />
      {answer.body !== '' && <span className="mt-2 block">{answer.body}</span>}
      {note !== null && <span className="mt-2 block text-2">{note}</span>}
    </Well>
  )
}
