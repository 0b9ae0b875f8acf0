/** Settings: what holds for everybody, with origin and history; what holds for this window; and what this console is. */
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment, useEffect } from 'react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { PageScroll } from '../../ui/page.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { isChanged } from './find-settings.ts'
import { GroupWaiting } from './setting-groups.tsx'
import { SettingPanel } from './setting-panel.tsx'
import { SettingsBar } from './settings-bar.tsx'
import { SettingsDialogs } from './settings-dialogs.tsx'
import { SettingsIndex } from './settings-index.tsx'
import { withoutDialog, withoutSetting, type SettingsSearch } from './settings-search.ts'
import { NothingFound, sectionsForEverybody, sectionsOf } from './settings-sections.tsx'
import { useSettingWalk } from './walk-settings.ts'

export const SettingsPage = () =>
  useMay('settings:read') ? (
    <AllSettings />
  ) : (
    <PageScroll label="Settings">
      <NoPermissionState title="The settings are not open to you" text="Your role may not read them. An administrator can change that." />
      {sectionsForEverybody.map(({ id, node }) => (
        <Fragment key={id}>{node}</Fragment>
      ))}
    </PageScroll>
  )

const AllSettings = () => {
  const search = useSearch({ from: '/settings' })
  const navigate = useNavigate({ from: '/settings' })
  const { hash } = useLocation()
  const { data, error, refetch } = useQuery(orpc.settings.list.queryOptions())
  const loaded = data !== undefined
  const openKey = search.setting ?? null
  const go = (next: (known: SettingsSearch) => SettingsSearch, replace = false) =>
    void navigate({ search: next, hash, replace, resetScroll: false, hashScrollIntoView: false })
  const open = (key: string, walking = false) => go((known) => ({ ...known, setting: key }), walking || openKey !== null)
  const review = (id: string) => go((known) => ({ ...known, dialog: `undo-${id}` }))
  useSettingWalk(openKey, open)
  useEffect(() => {
    if (loaded && hash) document.getElementById(hash)?.scrollIntoView()
  }, [hash, loaded])

  const { sections, found } = data ? sectionsOf({ settings: data, search, onOpen: open, onReview: review }) : { sections: [], found: null }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SettingsBar
        search={search}
        onSearch={(next, typing) => go((known) => ({ ...known, text: undefined, show: undefined, ...next }), typing)}
        found={found}
        changed={data?.filter(isChanged).length ?? 0}
        onDialog={(dialog) => go((known) => ({ ...known, dialog }))}
      />
      <div className="relative flex min-h-0 flex-1">
        {sections.length > 0 && <SettingsIndex entries={sections} />}
        <PageScroll label="Settings" topKey={`${search.show ?? ''} ${search.text ?? ''}`}>
          {!data && error && (
            <ErrorState title="The settings could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
          )}
          {!data && !error && <GroupWaiting />}
          {data && sections.length === 0 && <NothingFound search={search} onAll={() => go(() => ({}))} />}
          {sections.map(({ id, node }) => (
            <Fragment key={id}>{node}</Fragment>
          ))}
        </PageScroll>
        {data && openKey !== null && (
          <SettingPanel setting={data.find(({ key }) => key === openKey)} onReview={review} onClose={() => go(withoutSetting)} />
        )}
      </div>
      <SettingsDialogs search={search} onClose={() => go(withoutDialog, true)} />
    </div>
  )
}
