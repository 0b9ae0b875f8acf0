/** Above the settings: the search, what is narrowed, profiles, and files. */
import { useQuery } from '@tanstack/react-query'
import { Download, FileUp, SlidersVertical } from 'lucide-react'
import type { ProfileName } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Bar } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { exportSettings } from './setting-acts.ts'
import type { SettingsSearch } from './settings-search.ts'

interface SettingsBarProps {
  search: SettingsSearch
  onSearch: (next: Pick<SettingsSearch, 'text' | 'show'>, typing: boolean) => void
  found: number | null
  changed: number
  onDialog: (dialog: string) => void
}

export const SettingsBar = ({ search: { text, show }, onSearch, found, changed, onDialog }: SettingsBarProps) => {
  const mayWrite = useMay('settings:write')
  return (
    <Bar>
      <SearchField
        aria-label="Search the settings"
        placeholder="Search the settings"
        className="w-72"
        value={text ?? ''}
        onChange={(event) => onSearch({ show, text: event.target.value.slice(0, 200) || undefined }, true)}
        onKeyDown={(event) => event.key === 'Escape' && text && (event.preventDefault(), onSearch({ show }, false))}
        after={
          text && found !== null ? (
            <span role="status" className="text-small whitespace-nowrap">
              {found} found
            </span>
          ) : undefined
        }
      />
      <Segments
        label="Which settings"
        value={show ?? 'all'}
        options={[
          { value: 'all', label: 'All' },
          { value: 'changed', label: `Changed only${changed > 0 ? ` (${changed})` : ''}` },
        ]}
        onChange={(next) => onSearch({ text, show: next === 'changed' ? 'changed' : undefined }, false)}
      />
      <span className="flex-1" />
      <ProfilesMenu onChoose={(name) => onDialog(`profile-${name}`)} />
      <Menu
        trigger={
          <Button look="quiet">
            <Download aria-hidden />
            Export
          </Button>
        }
      >
        <MenuItem onSelect={() => void exportSettings('not-default')}>What is not as it comes</MenuItem>
        <MenuItem onSelect={() => void exportSettings('all')}>All settings</MenuItem>
      </Menu>
      {mayWrite && (
        <Button look="quiet" onClick={() => onDialog('import')}>
          <FileUp aria-hidden />
          Import…
        </Button>
      )}
    </Bar>
  )
}

const ProfilesMenu = ({ onChoose }: { onChoose: (name: ProfileName) => void }) => {
  const { data } = useQuery(orpc.settings.profiles.queryOptions())
  return (
    <Menu
      trigger={
        <Button look="quiet" disabled={!data}>
          <SlidersVertical aria-hidden />
          Profiles
        </Button>
      }
    >
      {(data ?? []).map(({ name, title, differences }) => (
        <MenuItem
          key={name}
          onSelect={() => onChoose(name)}
          after={
            <span className="pl-4 text-small text-2">
              {differences === 0 ? 'In force' : formatCounted(differences, 'value differs', 'values differ')}
            </span>
          }
        >
          {title}
        </MenuItem>
      ))}
    </Menu>
  )
}
