/** Alerts: what fires and what fired, the rules that judge, what is kept quiet, and whom it reaches. The address says what is shown. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState, type ReactNode } from 'react'
import type { Alert } from '../../../shared/contract/alerts.ts'
import { useMay } from '../../api/access.ts'
import { Chip } from '../../ui/chip.tsx'
import { Bar } from '../../ui/page.tsx'
import { NoPermissionState } from '../../ui/view-state.tsx'
import { acknowledgeOrTell, giveBack } from './alert-acts.ts'
import { AlertList } from './alert-list.tsx'
import { AlertPanel } from './alert-panel.tsx'
import { rulesOptions, summaryOptions, useFollowAlerts, useFollowNotifications } from './alert-queries.ts'
import { AlertTabs } from './alert-tabs.tsx'
import { firingSentence } from './alert-words.ts'
import {
  tabOf,
  tabSearch,
  withAlert,
  withDialog,
  withoutAlert,
  withoutDialog,
  withoutRule,
  withRule,
  type AlertsSearch,
} from './alerts-search.ts'
import { ContactPointsPanel } from './contact-points.panel.tsx'
import { DeliveriesPanel } from './deliveries.panel.tsx'
import { RulesPanel } from './rules.panel.tsx'
import { SilenceDialog } from './silence.dialog.tsx'
import { SilencesPanel } from './silences.panel.tsx'

/** `desktopSwitch`: of the frame, which shows what alerts tell as notifications of the browser. */
export const AlertsPage = ({ desktopSwitch }: { desktopSwitch: ReactNode }) =>
  useMay('metrics:read') ? (
    <Alerts desktopSwitch={desktopSwitch} />
  ) : (
    <NoPermissionState
      title="The alerts are not open to you"
      text="Your role may not read the metrics that they are made from. An administrator can change that."
    />
  )

const Alerts = ({ desktopSwitch }: { desktopSwitch: ReactNode }) => {
  useFollowAlerts()
  useFollowNotifications()
  const search = useSearch({ from: '/alerts' })
  const navigate = useNavigate({ from: '/alerts' })
  const tab = tabOf(search)
  const mayAct = useMay('alerts:acknowledge')
  const mayWrite = useMay('alerts:write')
  const summary = useQuery(summaryOptions).data
  const [silenced, setSilenced] = useState<Alert | null>(null)
  const go = (next: (known: AlertsSearch) => AlertsSearch, replace = false) =>
    void navigate({ search: (known) => next(known), replace, resetScroll: false })
  const openDialog = useCallback(
    (dialog: string) => void navigate({ search: (known) => withDialog(known, dialog), resetScroll: false }),
    [navigate],
  )
  const closeDialog = () => go(withoutDialog, true)

  const content = () => {
    switch (tab) {
      case 'open':
      case 'history':
        return (
          <>
            <div className="flex min-w-0 flex-1 flex-col">
              {search.rule !== undefined && <OfRule id={search.rule} onRemove={() => go(withoutRule)} />}
              <AlertList
                key={tab}
                face={tab}
                ruleId={search.rule ?? null}
                openId={search.alert ?? null}
                onOpen={(id, walking) => go((known) => withAlert(known, id), walking)}
                onOtherFace={() => go(() => tabSearch(tab === 'open' ? 'history' : 'open'))}
                onAcknowledge={mayAct ? (alert) => void (alert.acknowledged === null ? acknowledgeOrTell(alert) : giveBack(alert)) : null}
                onSilence={mayAct ? setSilenced : null}
              />
            </div>
            {search.alert !== undefined && (
              <AlertPanel key={search.alert} id={search.alert} onSilence={setSilenced} onClose={() => go(withoutAlert)} />
            )}
          </>
        )
      case 'rules':
        return (
          <RulesPanel
            search={search}
            mayWrite={mayWrite}
            onOpen={(id, walking) => go((known) => withRule(known, id), walking)}
            onClose={() => go(withoutRule)}
            onDialog={openDialog}
            onDialogClose={closeDialog}
          />
        )
      case 'silences':
        return (
          <>
            <SilencesPanel mayAct={mayAct} onAdd={() => openDialog('add')} />
            {mayAct && search.dialog === 'add' && <SilenceDialog of={null} onClose={closeDialog} />}
          </>
        )
      case 'contact-points':
        return (
          <ContactPointsPanel
            search={search}
            mayWrite={mayWrite}
            onDialog={openDialog}
            onDialogClose={closeDialog}
            desktopSwitch={desktopSwitch}
          />
        )
      case 'deliveries':
        return (
          <DeliveriesPanel
            search={search}
            mayWrite={mayWrite}
            onOpenAlert={(id) => go(() => withAlert({}, id))}
            onSearch={(next) => go(() => next)}
          />
        )
    }
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Bar>
        <AlertTabs shown={tab} />
        <span role="status" className="text-2 empty:hidden">
          {summary && `${firingSentence(summary.firing, summary.worst)}.`}
        </span>
      </Bar>
      <div className="relative flex min-h-0 flex-1">{content()}</div>
      {silenced && <SilenceDialog key={silenced.id} of={silenced} onClose={() => setSilenced(null)} />}
    </div>
  )
}

const OfRule = ({ id, onRemove }: { id: string; onRemove: () => void }) => {
  const rules = useQuery(rulesOptions).data
  return (
    <div className="flex flex-none items-center border-b border-hairline-soft px-4 py-2">
      <Chip field="Of rule" onRemove={onRemove}>
        {rules?.find((rule) => rule.id === id)?.name ?? 'one that is no longer there'}
      </Chip>
    </div>
  )
}
