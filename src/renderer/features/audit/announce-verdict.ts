/** Tells of a verdict that came while another page was shown; on the audit page itself it stands over the list. */
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import type { VerificationEnd } from './verification.ts'

export const announceVerdict = (goToAudit: () => void) => (end: VerificationEnd) => {
  // Who stopped it knows.
  if (location.pathname === '/audit' || end.kind === 'stopped') return
  const action = { label: 'Show', run: goToAudit }
  if (end.kind === 'failed') return toastProblem({ title: 'The log could not be verified', text: end.problem.sentence, action })
  const { intact, broken, completeness } = end.verdict
  if (intact) return toastDone({ title: 'The log is intact', text: 'The verification is done.', action })
  toastProblem({ title: 'The log is broken', text: broken?.sentence ?? completeness.sentence, action })
}
