/** What this console is and where its data lies. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'

const hosts = { desktop: 'Desktop app', headless: 'Headless, opened in a browser' } as const

const Copied = ({ text, name, mono = true }: { text: string; name: string; mono?: boolean }) => (
  <span className="-my-1 flex min-w-0 items-center gap-1">
    <span className={mono ? 'font-mono text-code [overflow-wrap:anywhere]' : undefined}>{text}</span>
    <CopyButton text={text} name={name} />
  </span>
)

export const AboutPanel = () => {
  const { data, error, refetch } = useQuery(orpc.console.about.queryOptions())
  if (!data && error)
    return (
      <Section id="about" title="About">
        <ErrorState title="This could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      </Section>
    )
  if (!data) return null
  const facts: { name: string; value: ReactNode }[] = [
    { name: 'Version', value: <Copied text={`Gatehouse ${data.version}`} name="Copy version" mono={false} /> },
    {
      name: 'Host',
      value: (
        <>
          {hosts[data.host]} <span className="text-2">{data.platform}</span>
        </>
      ),
    },
    { name: 'Started', value: <RelativeTime atMs={data.startedAtMs} /> },
    { name: 'Installation', value: <Copied text={data.installationId} name="Copy installation id" /> },
    { name: 'Data', value: <Copied text={data.dataDirectory} name="Copy data directory" /> },
    { name: 'Database', value: formatBytes(data.databaseBytes) },
    { name: 'Master key', value: data.masterKeySentence },
    {
      name: 'Signing key',
      value: data.signingKeyId ? (
        <Copied text={data.signingKeyId} name="Copy signing key id" />
      ) : (
        'None yet. It is made with the first administrator.'
      ),
    },
  ]
  return (
    <Section id="about" title="About">
      <Facts facts={facts} />
    </Section>
  )
}
