/** The REST interface for one's own programs: how to call it, and all that there is to call. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download, Search } from 'lucide-react'
import { everyProcedure } from '../../../shared/contract/every-procedure.ts'
import { isOpenToTokens } from '../../../shared/contract/procedure.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { onDesktop } from '../../api/host.ts'
import { useAct } from '../../api/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import { CallExamples } from './call-examples.tsx'
import { CallTable } from './call-table.tsx'
import { matchesCall } from './call-words.ts'

/** Where programs reach this console; the desktop window opens no port. */
const address = onDesktop ? null : location.origin

const DownloadDescription = () => {
  const act = useAct({
    tell: (error) => {
      const { sentence } = describeProblem(error)
      toastProblem({ title: 'The file could not be made', text: sentence })
      return sentence
    },
  })
  const download = () => act.run(async () => startDownload((await client.console.describeApi()).url))
  return (
    <Button onClick={() => void download()} busy={act.busy}>
      <Download aria-hidden />
      openapi.json
    </Button>
  )
}

export const ApiPage = () => (
  <PageScroll label="API">
    <Section
      id="call"
      title="Call the console from your own programs"
      text="Everything that the pages do is a call of one REST interface. A program comes with an access token, which may only what you chose for it."
      actions={<DownloadDescription />}
    >
      {address === null ? (
        <Notice severity="info">
          <p>
            The desktop window opens no port, so no program can reach it. Run the console headless on this machine (
            <code className="font-mono text-code">npm run start:headless</code>) and programs reach it on 127.0.0.1; tokens that you make
            here hold there.
          </p>
        </Notice>
      ) : (
        <CallExamples address={address} />
      )}
    </Section>
    <Calls />
  </PageScroll>
)

const Calls = () => {
  const { q = '', show } = useSearch({ from: '/api-docs' })
  const navigate = useNavigate({ from: '/api-docs' })
  const calls = everyProcedure.filter((call) => (show === 'all' || isOpenToTokens(call.meta)) && matchesCall(call, q.trim()))
  const search = (typed: string) =>
    void navigate({ search: ({ q: _, ...rest }) => (typed === '' ? rest : { ...rest, q: typed }), replace: true, resetScroll: false })
  const choose = (which: 'all' | 'tokens') =>
    void navigate({
      search: ({ show: _, ...rest }) => (which === 'all' ? { ...rest, show: 'all' as const } : rest),
      replace: true,
      resetScroll: false,
    })
  return (
    <section aria-labelledby="calls-title">
      <div className="flex flex-wrap items-center gap-2 px-4 pt-6 pb-3">
        <h2 id="calls-title" className="mr-2">
          Calls
        </h2>
        <SearchField
          aria-label="Search calls"
          placeholder="Address, words or permission"
          className="w-72"
          value={q}
          maxLength={64}
          onChange={(event) => search(event.target.value)}
        />
        <Segments
          label="Which calls"
          value={show ?? 'tokens'}
          options={[
            { value: 'tokens', label: 'For access tokens' },
            { value: 'all', label: 'All' },
          ]}
          onChange={choose}
        />
        <span role="status" className="text-2">
          {formatCounted(calls.length, 'call', 'calls')}
        </span>
      </div>
      {calls.length === 0 ? (
        <EmptyState
          icon={<Search aria-hidden />}
          title="No call is found"
          text={`Nothing here has all the words of “${q}”.`}
          action={<Button onClick={() => search('')}>Show all calls</Button>}
        />
      ) : (
        <CallTable calls={calls} address={address} mixed={show === 'all'} />
      )}
    </section>
  )
}
