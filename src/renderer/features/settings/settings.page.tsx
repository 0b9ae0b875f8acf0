/** Settings: what holds for everybody, with origin and history; what holds for this window; and what this console is. */
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { Setting } from '../../../shared/contract/settings.ts'
import { useMay, useSession } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { ForwardingPanel } from '../forwarding/forwarding.panel.tsx'
import { AboutPanel } from './about.panel.tsx'
import { AppearancePanel } from './appearance.panel.tsx'
import { HistoryPanel } from './history.panel.tsx'
import { MasterKeyPanel } from './master-key.panel.tsx'
import { SettingRow } from './setting-row.tsx'

const groupTexts: Record<string, string> = {
  Access: 'How people get in and how long they stay. A change holds at once and for everybody; it is entered into the audit log.',
  Vault: 'For how long keys are shown and kept, and when one wants a look.',
  Audit: 'What the log keeps. What is dropped is gone for good; that it was is entered, signed, and told by every verification.',
}

const Group = ({ name, settings }: { name: string; settings: readonly Setting[] }) => {
  const { user } = useSession()
  const mayWrite = settings.some(({ permission }) => user.permissions.includes(permission))
  const readOnly = `You may read these, not change them: your role is ${user.role}, and changing takes an administrator.`
  return (
    <Section id={name.toLowerCase()} title={name} text={mayWrite ? groupTexts[name] : readOnly}>
      <ul>
        {settings.map((setting) => (
          <SettingRow key={setting.key} setting={setting} />
        ))}
      </ul>
    </Section>
  )
}

const GroupsWaiting = () => (
  <Section title="Access">
    <Loading label="Loading the settings">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex justify-between py-4">
          <div className="grid gap-2">
            <Skeleton className="w-48" />
            <Skeleton className="w-80" />
          </div>
          <Skeleton className="h-8 w-40" />
        </div>
      ))}
    </Loading>
  </Section>
)

const Groups = () => {
  const { data, error, refetch } = useQuery(orpc.settings.list.queryOptions())
  if (!data && error)
    return <ErrorState title="The settings could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <GroupsWaiting />
  const names = [...new Set(data.map(({ group }) => group))]
  return (
    <>
      {names.map((name) => (
        <Fragment key={name}>
          <Group name={name} settings={data.filter(({ group }) => group === name)} />
          {name === 'Vault' && <MasterKeyPanel />}
        </Fragment>
      ))}
      <ForwardingPanel />
      <HistoryPanel settings={data} />
    </>
  )
}

export const SettingsPage = () => (
  <PageScroll label="Settings">
    {useMay('settings:read') ? (
      <Groups />
    ) : (
      <NoPermissionState title="The settings are not open to you" text="Your role may not read them. An administrator can change that." />
    )}
    <AppearancePanel />
    <AboutPanel />
  </PageScroll>
)
