/** What a route is for browsers: its grade, its policy of contents, and whether pages of other origins may call it. */
import { useQuery } from '@tanstack/react-query'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings, type SomeSettings } from '../../../shared/route-settings.ts'
import { useMay } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { PanelSkeleton } from '../../ui/panel-skeleton.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { ContentPolicySection } from './content-policy.section.tsx'
import { editOrTell, problemSentence } from './guard-acts.ts'
import { renewGuard } from './guard-queries.ts'
import { HeaderGradeSection } from './header-grade.section.tsx'
import { PageCallSection } from './page-call.section.tsx'

const forget = async (route: Route): Promise<void> => {
  try {
    await client.browsers.forgetReports({ route: route.id })
    toastDone({ title: 'The reports are forgotten', text: 'What browsers report from now on is counted anew.' })
  } catch (error) {
    toastProblem({ title: 'The reports were not forgotten', text: problemSentence(error) })
  } finally {
    void renewGuard()
  }
}

export const RouteBrowsers = ({ policy, route }: { policy: Policy; route: Route }) => {
  const mayWrite = useMay('guard:write')
  const found = useQuery(orpc.browsers.ofRoute.queryOptions({ input: { route: route.id } }))
  const { settings } = effectiveSettings(policy, route)
  const set = (next: SomeSettings, done: string) =>
    editOrTell(
      policy.revision,
      [{ kind: 'put-route', route: { ...route, settings: { ...route.settings, ...next } }, before: null }],
      done,
      `“${route.name}” was not changed`,
    )
  const seen = () => {
    if (found.isPending) return <PanelSkeleton label="Loading what browsers report" />
    if (!found.data)
      return (
        <PanelSection title="Grade for browsers">
          <p role="alert" className="mb-2 text-small text-critical">
            {describeProblem(found.error).sentence}
          </p>
          <Button onClick={() => void found.refetch()}>Try again</Button>
        </PanelSection>
      )
    return (
      <>
        <HeaderGradeSection
          answers={found.data.answers}
          settings={settings}
          onFix={mayWrite ? (title, fix) => set(fix, `${title}: done`) : undefined}
        />
        <ContentPolicySection
          reports={found.data.reports}
          settings={settings}
          onSet={mayWrite ? set : undefined}
          onForget={mayWrite ? () => void forget(route) : undefined}
        />
      </>
    )
  }
  return (
    <>
      {seen()}
      <PageCallSection key={route.id} settings={settings} />
    </>
  )
}
