/** Moving to a new machine, as one path: what to do here, there, and when the old one may go. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'

const Step = ({ number, title, children, action }: { number: number; title: string; children: ReactNode; action?: ReactNode }) => (
  <li className="flex items-start gap-3 border-b border-hairline-soft py-3 last:border-0">
    <span aria-hidden className="w-4 flex-none text-center font-strong text-accent-text">
      {number}
    </span>
    <div className="min-w-0 flex-1">
      <h3>{title}</h3>
      <div className="grid max-w-[72ch] gap-1 text-small text-2">{children}</div>
    </div>
    {action}
  </li>
)

export const MoveGuide = ({ onBackUp }: { onBackUp: () => void }) => {
  const directory = useQuery(orpc.console.about.queryOptions()).data?.dataDirectory
  return (
    <ol>
      <Step number={1} title="Back up here, with the audit log" action={<Button onClick={onBackUp}>Back up to move…</Button>}>
        <p>
          Choose a passphrase that you can type over there. Then download the file and take it along as you like: without the passphrase it
          tells nothing.
        </p>
        <p>From now on change nothing here any more; what you change after the backup stays behind.</p>
      </Step>
      <Step number={2} title="Install Gatehouse there and choose Restore from a backup">
        <p>
          Its first screen offers it below making the first administrator. Bring the file, type the passphrase, look at what comes, and
          restore. Then sign in with the same name, password and authenticator as here.
        </p>
        <p>The master key gets a new place there; the settings say which. Routes that name addresses of this machine need new ones.</p>
      </Step>
      <Step number={3} title="Check it there, then retire this one">
        <p>
          There: verify the log on the Audit page, reveal one key, send one request through each route. Stop this console before clients are
          pointed at the new one, so that two never go on from the same point.
        </p>
        <p>
          Everything lies here as well until its directory is deleted
          {directory && (
            <>
              : <span className="font-mono text-code text-1 [overflow-wrap:anywhere]">{directory}</span>{' '}
              <CopyButton text={directory} name="Copy directory" label="Copy" inSentence />
            </>
          )}
        </p>
      </Step>
    </ol>
  )
}
