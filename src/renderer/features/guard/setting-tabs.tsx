/** All settings of a form, a group on each tab. */
import type { ReactNode } from 'react'
import { Tabs } from '../../ui/tabs.tsx'
import { SettingFields, type SettingFieldsProps } from './setting-fields.tsx'
import { settingGroups } from './setting-kinds.ts'

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
        ...settingGroups.map(({ id, title, names }) => ({
          value: id,
          label: title,
          content: (
            <div className="p-4 pb-0">
              <SettingFields names={names} {...fields} />
            </div>
          ),
        })),
      ]}
    />
  </div>
)
