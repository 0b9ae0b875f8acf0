/** Who is signed in, and what concerns oneself: account, lock, theme, sign out. */
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, CircleUserRound, Lock, LogOut } from 'lucide-react'
import { lock, signOut, useSession } from '../api/access.ts'
import { setTheme, themeNames, themes, useTheme } from '../api/theme-choice.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { attempt, themeIcons } from './own-commands.ts'

export const UserMenu = () => {
  const { user } = useSession()
  const theme = useTheme()
  const navigate = useNavigate()
  const themeOptions = themes.map((value) => {
    const Icon = themeIcons[value]
    return { value, label: themeNames[value], icon: <Icon aria-hidden /> }
  })
  return (
    <Menu
      trigger={
        <Button look="quiet" aria-label={`${user.name}, ${user.role}: your menu`} className="max-w-56 min-w-0">
          <span className="cut">{user.name}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <p className="px-2 pt-1 pb-2">
        <span className="block font-strong">{user.name}</span>
        <span className="block text-small text-2">{user.role}</span>
      </p>
      <MenuSeparator />
      <MenuItem icon={<CircleUserRound aria-hidden />} onSelect={() => void navigate({ to: '/account' })}>
        Account
      </MenuItem>
      <MenuItem icon={<Lock aria-hidden />} onSelect={() => attempt(lock)}>
        Lock
      </MenuItem>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} options={themeOptions} onChange={setTheme} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => attempt(signOut)}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
