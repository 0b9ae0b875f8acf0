/** What stands on the page of settings: the groups of the registry, and beside them what is set in a way of its own. */
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Setting } from '../../../shared/contract/settings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import { ForwardingPanel } from '../forwarding/forwarding.panel.tsx'
import { AboutPanel } from './about.panel.tsx'
import { AppearancePanel } from './appearance.panel.tsx'
import { findSettings, groupsOf, isChanged, sectionId, wordsMatch } from './find-settings.ts'
import { HistoryPanel } from './history.panel.tsx'
import { MasterKeyPanel } from './master-key.panel.tsx'
import { SettingGroup } from './setting-groups.tsx'
import type { SettingsSearch } from './settings-search.ts'

export interface PageSection {
  id: string
  title: string
  changed: number
  node: ReactNode
}

interface Own extends Omit<PageSection, 'changed'> {
  /** Other words that people may search for it. */
  words: string
  /** The group that it follows; else it follows all of them. */
  after?: string
}

interface SectionsOptions {
  settings: readonly Setting[]
  search: SettingsSearch
  onOpen: (key: string) => void
  onReview: (changeId: string) => void
}

const forEverybody: Own[] = [
  { id: 'appearance', title: 'Appearance', words: 'theme dark light colours', node: <AppearancePanel /> },
  {
    id: 'about',
    title: 'About',
    words: 'version host platform installation data directory database signing key started',
    node: <AboutPanel />,
  },
]

const ownSections = ({ settings, onReview }: SectionsOptions): Own[] => [
  {
    id: 'master-key',
    title: 'Master key',
    words: 'vault recovery key print data key rotate move keychain file environment slots seal',
    after: 'Vault',
    node: <MasterKeyPanel />,
  },
  {
    id: 'forwarding',
    title: 'Forwarding',
    words: 'send the log siem syslog webhook opentelemetry destination',
    node: <ForwardingPanel />,
  },
  {
    id: 'history',
    title: 'History',
    words: 'changes undo who when',
    node: <HistoryPanel settings={settings} onReview={onReview} />,
  },
  ...forEverybody,
]

/** For who may not read the settings. */
export const sectionsForEverybody: PageSection[] = forEverybody.map(({ id, title, node }) => ({ id, title, changed: 0, node }))

/** In the order of the page, what the search leaves. */
export const sectionsOf = (options: SectionsOptions): { sections: PageSection[]; found: number } => {
  const { settings, search, onOpen } = options
  const { text = '', show } = search
  const found = findSettings(settings, { text, changedOnly: show === 'changed' })
  const own = ownSections(options).filter(
    ({ title, words }) => show !== 'changed' && (text === '' || wordsMatch(`${title} ${words}`, text)),
  )
  const sectionOf = ({ id, title, node }: Own): PageSection => ({ id, title, node, changed: 0 })
  const shownGroups = groupsOf(found)
  const groups = groupsOf(settings).flatMap(({ name }): PageSection[] => {
    const group = shownGroups.find((shown) => shown.name === name)
    const following = own.filter(({ after }) => after === name).map(sectionOf)
    if (!group) return following
    const node = <SettingGroup name={name} settings={group.settings} openKey={search.setting ?? null} onOpen={onOpen} />
    return [{ id: sectionId(name), title: name, changed: group.settings.filter(isChanged).length, node }, ...following]
  })
  const sections = [...groups, ...own.filter(({ after }) => after === undefined).map(sectionOf)]
  return { sections, found: found.length + own.length }
}

export const NothingFound = ({ search: { text, show }, onAll }: { search: SettingsSearch; onAll: () => void }) => (
  <EmptyState
    icon={<Search aria-hidden />}
    title={text ? 'No setting is found' : 'Nothing is changed'}
    text={
      text
        ? `Nothing here matches “${text}”${show === 'changed' ? ' among what was changed' : ''}.`
        : 'Every setting is as Gatehouse comes. What is changed here, by a file or by the environment will stand here.'
    }
    action={<Button onClick={onAll}>Show all settings</Button>}
  />
)
