/** The silences that run and those to come: what each keeps quiet, until when, why, and the way to end it. */
import { useQuery } from '@tanstack/react-query'
import { BellOff, CircleStop, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Silence } from '../../../shared/contract/alerts.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNowMs } from '../../ui/now.ts'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { endSilence } from './alert-acts.ts'
import { silencesOptions } from './alert-queries.ts'

const SilenceRow = ({ of: silence, mayAct }: { of: Silence; mayAct: boolean }) => {
  const { id, sentence, fromMs, untilMs, reason, createdBy } = silence
  const [busy, setBusy] = useState(false)
  const comes = fromMs > useNowMs()
  const end = () => {
    setBusy(true)
    void endSilence(silence).finally(() => setBusy(false))
  }
  return (
    <li aria-labelledby={`silence-${id}`} className="flex items-start gap-4 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="min-w-0 flex-1">
        <h3 id={`silence-${id}`} className="flex items-center gap-2">
          <span className="cut">{sentence}</span>
          {comes && <Badge>To come</Badge>}
        </h3>
        <p className="[overflow-wrap:anywhere]">{reason}</p>
        <p className="text-small text-2">
          {comes && (
            <>
              From <Timestamp atMs={fromMs} look="list" />.{' '}
            </>
          )}
          Ends <RelativeTime atMs={untilMs} />, <Timestamp atMs={untilMs} look="list" />. By {createdBy}.
        </p>
      </div>
      {mayAct && (
        <Button onClick={end} busy={busy} aria-label={`End the silence: ${sentence}`}>
          <CircleStop aria-hidden />
          End
        </Button>
      )}
    </li>
  )
}

export const SilencesPanel = ({ mayAct, onAdd }: { mayAct: boolean; onAdd: () => void }) => {
  const { data, error, refetch } = useQuery(silencesOptions)
  const add = mayAct && (
    <Button look="primary" onClick={onAdd}>
      <Plus aria-hidden />
      Silence alerts
    </Button>
  )
  return (
    <PageScroll label="Silences">
      <Section
        id="silences"
        title="What is kept quiet"
        text={`Alerts that match are still judged and shown, but nobody is told of them. A silence always ends.${mayAct ? '' : ' Your role may read this, not change it.'}`}
        actions={data && data.length > 0 && add}
      >
        {!data && error && (
          <ErrorState title="The silences could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
        )}
        {!data && !error && (
          <Loading label="Loading the silences">
            <Skeleton className="w-64" />
            <Skeleton className="mt-3 w-96" />
          </Loading>
        )}
        {data?.length === 0 && (
          <EmptyState
            icon={<BellOff aria-hidden />}
            title="Nothing is kept quiet"
            text="Before planned work, silence what it would set off, so that nobody is called for it."
            action={add}
          />
        )}
        {data && data.length > 0 && (
          <ul>
            {data.map((silence) => (
              <SilenceRow key={silence.id} of={silence} mayAct={mayAct} />
            ))}
          </ul>
        )}
      </Section>
    </PageScroll>
  )
}
