/** All settings of a form, a group on each tab. */
import type { ReactNode } from 'react'
import { Tabs } from '../../ui/tabs.tsx'
import { SettingFields, type SettingFieldsProps } from './setting-fields.tsx'
import { settingTabs } from './setting-kinds.ts'

interface SettingTabsProps extends Omit<SettingFieldsProps, 'names'> {
  label: string
  tab: string
  onTab: (tab: string) => void
  /** Before those of the settings. */
  first?: { value: string; label: string; content: ReactNode }
}

export const SettingTabs = ({ label, tab, onTab, first, ...fields }: SettingTabsProps) => (
  <div className="-mx-4 flex min-h-88 flex-col">
    <Tabs
      label={label}
      value={tab}
      onChange={onTab}
      tabs={[
        ...(first ? [first] : []),
        ...settingTabs.map(({ id, title, groups }) => ({
          value: id,
          label: title,
          content: (
            <div className="grid gap-6 p-4 pb-0">
              {groups.map((group) => (
                <section key={group.id} className="grid gap-3">
                  {groups.length > 1 && <h3 className="border-b border-hairline-soft pb-1 text-small text-2">{group.title}</h3>}
                  <SettingFields names={group.names} {...fields} />
                </section>
              ))}
            </div>
          ),
        })),
      ]}
    />
  </div>
)
