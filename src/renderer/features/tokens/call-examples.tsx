/** How a program calls: lines that work as they are copied. */
import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Well } from '../../ui/well.tsx'
import { askForToken, callLine, shellFunction } from './token-words.ts'

const Lines = ({ title, lines }: { title: string; lines: readonly string[] }) => {
  const text = lines.join('\n')
  return (
    <li className="grid gap-1">
      <p>{title}</p>
      <Well after={<CopyButton text={text} name={`Copy: ${title}`} />}>{text}</Well>
    </li>
  )
}

export const CallExamples = ({ address }: { address: string }) => {
  const get = (path: string) => callLine(address, { method: 'GET', path })
  return (
    <ol className="grid gap-4">
      <li>
        <Link to="/account" hash="tokens" className="text-accent-text underline underline-offset-2">
          Make an access token
        </Link>{' '}
        with the permissions that your program needs. It is shown once.
      </li>
      <Lines
        title="In a shell, hand it over by standard input, so that neither the history nor another program sees it:"
        lines={[askForToken, shellFunction]}
      />
      <Lines title="Is all well?" lines={[get('/status')]} />
      <Lines
        title="The newest entries of the log, and those with a word in them:"
        lines={[get('/audit/entries?limit=5'), get('/audit/entries?limit=5&text=refused')]}
      />
      <Lines
        title="What changes something is a POST with JSON:"
        lines={[callLine(address, { method: 'POST', path: '/dashboards' }, '{"name":"Made by curl","panels":[]}')]}
      />
    </ol>
  )
}
