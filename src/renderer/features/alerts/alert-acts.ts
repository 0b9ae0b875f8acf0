/** What people do with alerts, rules, silences and messages, with the way back where there is one. */
import { givenRuleOf, type Alert, type AlertRule, type Silence } from '../../../shared/contract/alerts.ts'
import type { Delivery } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled } from '../../api/step-up.ts'
import { useAct, type Act } from '../../api/use-act.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { renewAlerts, renewNotifications } from './alert-queries.ts'

export const tellProblem = (title: string, error: unknown): void => {
  if (!(error instanceof StepUpCancelled)) toastProblem({ title, text: describeProblem(error).sentence })
}

/** Runs what has no place of its own to say that it failed. */
const orTell = async (title: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    tellProblem(title, error)
  } finally {
    void renewAlerts()
  }
}

export const giveBack = ({ id, version, ruleName, silencedBy }: Alert): Promise<void> =>
  orTell(`“${ruleName}” was not given back`, async () => {
    await client.alerts.unacknowledge({ id, version })
    toastDone({
      title: `“${ruleName}” is nobody’s again`,
      text:
        silencedBy === null
          ? 'It is told again until somebody acknowledges it.'
          : 'It is told again once its silence is over, until somebody acknowledges it.',
    })
  })

/** Throws what the core refused. */
export const acknowledge = async ({ id, version, ruleName }: Alert, note: string): Promise<void> => {
  const taken = await client.alerts.acknowledge({ id, version, note })
  toastDone({
    title: `“${ruleName}” is acknowledged`,
    text: 'It is told no more until it resolves.',
    action: { label: 'Undo', run: () => void giveBack(taken) },
  })
}
export const acknowledgeOrTell = (alert: Alert): Promise<void> =>
  orTell(`“${alert.ruleName}” was not acknowledged`, () => acknowledge(alert, ''))

export const endSilence = ({ id, version, match, fromMs, untilMs, reason }: Silence): Promise<void> =>
  orTell('The silence was not ended', async () => {
    await client.alerts.endSilence({ id, version })
    const again = () =>
      orTell('The silence was not begun again', async () => {
        await client.alerts.silence({ match, fromMs: fromMs > Date.now() ? fromMs : null, untilMs, reason })
        toastDone({ title: 'The silence is kept again' })
      })
    toastDone({
      title: 'The silence is over',
      text: 'What fires is told from now on.',
      action: { label: 'Undo', run: () => void again() },
    })
  })

export const setRuleEnabled = ({ id, version, name }: AlertRule, enabled: boolean): Promise<void> =>
  orTell(`“${name}” was not switched ${enabled ? 'on' : 'off'}`, async () => {
    const changed = await client.alerts.setRuleEnabled({ id, version, enabled })
    toastDone({
      title: enabled ? `“${name}” is on` : `“${name}” is off`,
      text: enabled ? undefined : 'Its open alerts resolve, and nothing new is told.',
      action: { label: 'Undo', run: () => void setRuleEnabled(changed, !enabled) },
    })
  })

const bringBack = (id: string, name: string): Promise<void> =>
  orTell(`“${name}” was not brought back`, async () => {
    await client.alerts.restoreRule({ id })
    toastDone({ title: `“${name}” is back` })
  })

export const deleteRule = ({ id, version, name }: AlertRule): Promise<void> =>
  orTell(`“${name}” was not deleted`, async () => {
    await client.alerts.deleteRule({ id, version })
    toastDone({ title: `“${name}” was deleted`, action: { label: 'Undo', run: () => void bringBack(id, name) } })
  })

/** A built-in rule as it came; what it was before can be brought back. */
export const setRuleBack = (rule: AlertRule): Promise<void> =>
  orTell(`“${rule.name}” was not set back`, async () => {
    const { id, name } = await client.alerts.restoreRule({ id: rule.id })
    const again = () =>
      orTell(`“${rule.name}” was not changed again`, async () => {
        const { version } = await client.alerts.rules().then((rules) => rules.find((one) => one.id === id) ?? rule)
        await client.alerts.changeRule({ ...givenRuleOf(rule), id, version })
        toastDone({ title: `“${rule.name}” is as you had it` })
      })
    toastDone({ title: `“${name}” is as it came`, action: { label: 'Undo', run: () => void again() } })
  })

export const retryDelivery = async ({ id, contactPointName }: Delivery): Promise<void> => {
  try {
    const { state, sentence } = await client.notifications.retry({ id })
    if (state === 'delivered') toastDone({ title: `“${contactPointName}” has it now` })
    else toastDone({ title: `It is tried again at “${contactPointName}”`, text: sentence || undefined })
  } catch (error) {
    tellProblem('It was not tried again', error)
  } finally {
    void renewNotifications()
  }
}

export const useAlertAct = (): Act => useAct({ after: () => void renewAlerts() })
