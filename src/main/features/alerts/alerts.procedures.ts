/** Answers the procedures of alerts. */
import type { alertsContract } from '../../../shared/contract/alerts.ts'
import type { Handlers } from '../handlers.ts'
import type { Alerts } from './alerts.service.ts'

export const alertHandlers = ({ rules, open, silences, preview }: Alerts): Handlers<typeof alertsContract> => ({
  rules: async () => rules.list(),
  createRule: ({ by, input }) => rules.create(by, input),
  changeRule: ({ by, input }) => rules.change(by, input),
  setRuleEnabled: ({ by, input }) => rules.setEnabled(by, input),
  deleteRule: async ({ by, input }) => {
    await rules.delete(by, input)
    return {}
  },
  restoreRule: ({ by, input }) => rules.restore(by, input.id),
  preview: ({ input, signal }) => preview(input, signal),
  list: async ({ input }) => open.list(input),
  alert: async ({ input }) => open.get(input.id),
  acknowledge: ({ by, input }) => open.acknowledge(by, input),
  unacknowledge: ({ by, input }) => open.unacknowledge(by, input),
  silences: async () => silences.list(),
  silence: ({ by, input }) => silences.add(by, input),
  endSilence: async ({ by, input }) => {
    await silences.end(by, input)
    return {}
  },
  summary: async () => open.summary(),
})
