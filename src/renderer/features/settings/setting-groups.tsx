/** The settings of a group as a section of the page. */
import type { Setting } from '../../../shared/contract/settings.ts'
import { useSession } from '../../api/access.ts'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { sectionId } from './find-settings.ts'
import { SettingRow } from './setting-row.tsx'

const texts: Record<string, string> = {
  Access: 'How people get in and how long they stay. A change holds at once and for everybody; it is entered into the audit log.',
  Vault: 'For how long keys are shown and kept, and when one wants a look.',
  Audit: 'What the log keeps. What is dropped is gone for good; that it was is entered, signed, and told by every verification.',
  Metrics: 'How often the machine is looked at, and for how long what was seen is kept.',
  Traffic: 'For how long single requests can be looked up.',
  Backup: 'What is put aside every day, and for how long.',
  Alerts: 'How often people are told of what goes on.',
}

interface SettingGroupProps {
  name: string
  settings: readonly Setting[]
  openKey: string | null
  onOpen: (key: string) => void
}

export const SettingGroup = ({ name, settings, openKey, onOpen }: SettingGroupProps) => {
  const { user } = useSession()
  const mayWrite = settings.some(({ permission }) => user.permissions.includes(permission))
  const readOnly = `You may read these, not change them: your role is ${user.role}, and changing takes an administrator.`
  return (
    <Section id={sectionId(name)} title={name} text={mayWrite ? texts[name] : readOnly}>
      <ul className="@container -mx-4">
        {settings.map((setting) => (
          <SettingRow key={setting.key} setting={setting} open={setting.key === openKey} onOpen={() => onOpen(setting.key)} />
        ))}
      </ul>
    </Section>
  )
}

export const GroupWaiting = () => (
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
