/** Advice: what to change and why, what was dismissed, and what every rule looked at. The address says what is open. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, CircleAlert, RotateCcw } from 'lucide-react'
import type { Advice, DismissedAdvice, LookedAt } from '../../../shared/contract/advice.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { PageScroll, Section } from '../../ui/page.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { AdvicePanel } from './advice-panel.tsx'
import { adviceOptions, restoreAdvice } from './advice-queries.ts'
import type { AdviceSearch } from './advice-search.ts'
import { DismissDialog } from './dismiss.dialog.tsx'

export const AdvicePage = () =>
  useMay('metrics:read') ? (
    <AdviceView />
  ) : (
    <NoPermissionState
      title="The advice is not open to you"
      text="Your role may not read the figures that it is made from. An administrator can change that."
    />
  )

const AdviceView = () => {
  const search = useSearch({ from: '/advice' })
  const navigate = useNavigate({ from: '/advice' })
  const mayDismiss = useMay('alerts:write')
  const query = useQuery(adviceOptions)
  const advice = query.data?.advice ?? []
  const open = advice.find(({ id }) => id === search.advice)
  const go = (next: AdviceSearch, replace = false) => void navigate({ search: next, replace, resetScroll: false })
  const step = (by: 1 | -1) => {
    const at = advice.findIndex(({ id }) => id === search.advice)
    const next = advice[at === -1 ? (by === 1 ? 0 : advice.length - 1) : at + by]
    if (!next) return
    go({ advice: next.id }, at !== -1)
    document.querySelector<HTMLElement>(`[data-advice="${CSS.escape(next.id)}"]`)?.focus()
  }
  useShortcuts([
    { keys: 'j', label: 'Next advice', group: 'Advice', run: () => step(1) },
    { keys: 'k', label: 'Previous advice', group: 'Advice', run: () => step(-1) },
  ])
  const content = () => {
    const { data } = query
    if (query.isPending)
      return (
        <Loading label="Loading the advice">
          <div className="grid gap-4 p-4">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        </Loading>
      )
    if (!data)
      return <ErrorState title="The advice could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    return (
      <PageScroll label="Advice">
        <Section
          id="advice"
          title="What to change"
          text={
            <>
              Made from what was observed on this machine and in the guard, by rules that are all listed below. Checked{' '}
              <RelativeTime atMs={data.checkedAtMs} />.
            </>
          }
        >
          {data.advice.length === 0 ? (
            <p className="flex items-center gap-2 text-2">
              <CircleCheck aria-hidden className="size-4" />
              Nothing to change: no rule found anything that would be better otherwise.
            </p>
          ) : (
            <ul className="-mx-4">
              {data.advice.map((one) => (
                <AdviceRow
                  key={one.id}
                  of={one}
                  open={one.id === search.advice}
                  onOpen={() => go({ advice: one.id }, open !== undefined)}
                />
              ))}
            </ul>
          )}
        </Section>
        {data.dismissed.length > 0 && (
          <Section id="dismissed" title="Dismissed" text="Nobody hears these, unless what they are about becomes worse by half.">
            <ul className="grid gap-3">
              {data.dismissed.map((one) => (
                <Dismissed key={one.id} of={one} mayRestore={mayDismiss} />
              ))}
            </ul>
          </Section>
        )}
        <Section id="looked-at" title="What was looked at" text="Every rule says how it stands, so that silence is not ignorance.">
          <ul className="grid gap-2">
            {data.lookedAt.map((one) => (
              <RuleLine key={one.rule} of={one} />
            ))}
          </ul>
        </Section>
      </PageScroll>
    )
  }
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">{content()}</div>
      {open && (
        <AdvicePanel
          key={open.id}
          of={open}
          mayDismiss={mayDismiss}
          onDismiss={() => go({ advice: open.id, dialog: 'dismiss' })}
          onClose={() => go({})}
        />
      )}
      {open && mayDismiss && search.dialog === 'dismiss' && (
        <DismissDialog advice={open} onClose={() => go({ advice: open.id }, true)} onDone={() => go({}, true)} />
      )}
    </div>
  )
}

const AdviceRow = ({ of: { id, severity, title, evidence }, open, onOpen }: { of: Advice; open: boolean; onOpen: () => void }) => (
  <li>
    <button
      type="button"
      aria-pressed={open}
      data-advice={id}
      onClick={onOpen}
      className={classNames(
        'grid w-full grid-cols-[88px_minmax(0,1fr)] gap-x-3 border-b border-hairline-soft px-4 py-3 text-left -outline-offset-2 hover:bg-hover',
        'aria-pressed:bg-accent-tint aria-pressed:shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      <SeverityLabel severity={severity} />
      <span className="min-w-0">
        <span className="block font-strong">{title}</span>
        <span className="block text-small text-2">{evidence}</span>
      </span>
    </button>
  </li>
)

const Dismissed = ({ of: { id, title, reason, by, atMs, advice }, mayRestore }: { of: DismissedAdvice; mayRestore: boolean }) => (
  <li className="flex items-start gap-4">
    <div className="min-w-0 flex-1">
      <p>{title}</p>
      <p className="text-small text-2">
        “{reason}” {by}, <Timestamp atMs={atMs} look="list" />
        {advice === null && '. It is over now'}.
      </p>
    </div>
    {mayRestore && (
      <Button onClick={() => void restoreAdvice(id)} aria-label={`Hear “${title}” again`}>
        <RotateCcw aria-hidden />
        Hear again
      </Button>
    )}
  </li>
)

const states = {
  well: { name: 'Well', Sign: CircleCheck, look: 'text-2' },
  advice: { name: 'Advice', Sign: CircleAlert, look: 'text-1' },
  'not-known': { name: 'Not known', Sign: CircleDashed, look: 'text-3' },
} as const

const RuleLine = ({ of: { name, state, sentence } }: { of: LookedAt }) => {
  const { name: word, Sign, look } = states[state]
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_minmax(0,2fr)] items-start gap-x-3 max-wide:grid-cols-[16px_minmax(0,1fr)]">
      <Sign aria-hidden className={classNames('mt-0.5 size-4', look)} />
      <span>
        {name}
        <span className="sr-only">: {word}.</span>
      </span>
      <span className="text-2 max-wide:col-start-2 max-wide:text-small">{sentence}</span>
    </li>
  )
}
