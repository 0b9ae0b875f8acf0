/** The form of a rule: what is filled in, what stands in the way, and saving it. What was typed is kept whatever is refused. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { toastDone } from '../../ui/toast.tsx'
import { deleteRule } from './alert-acts.ts'
import { renewAlerts } from './alert-queries.ts'
import { newRule, readRule, ruleDraftOf, ruleFieldOf, type RuleDraft, type RuleField } from './rule-draft.ts'
import { selectorKey, seriesChoices, type Selector } from './series-options.ts'

const selectorsOf = (rule: AlertRule | null): (Selector | null)[] => {
  if (!rule || rule.condition.kind === 'burn') return []
  return rule.condition.kind === 'absence' ? [rule.condition.selector] : [rule.condition.measure, rule.condition.measure.dividedBy]
}

/** `rule` null: a new one. `likeIt`: it is new, and begins as a copy of the given one. */
export const useRuleForm = (rule: AlertRule | null, likeIt: boolean, onDone: () => void) => {
  const series = useQuery({ ...orpc.monitoring.series.queryOptions(), staleTime: 60_000 }).data ?? []
  const choices = seriesChoices(
    series,
    selectorsOf(rule).map((one) => one && { name: one.name, labels: one.labels }),
  )
  const unitOf = (selector: Selector | null) =>
    selector === null ? null : (choices.find(({ value }) => value === selectorKey(selector))?.unit ?? null)
  const [draft, setDraft] = useState<RuleDraft>(() => {
    if (!rule) return newRule
    const begun = ruleDraftOf(rule, rule.condition.kind === 'threshold' && rule.condition.measure.dividedBy ? null : rule.unit)
    return likeIt ? { ...begun, name: `${rule.name}, copy`.slice(0, 80), enabled: true } : begun
  })
  /** As it was opened, or as it was read after a conflict. */
  const [seen, setSeen] = useState(likeIt ? null : rule)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: RuleField | null; sentence: string } | null>(null)
  const unit = unitOf(draft.selector) ?? (rule && selectorKeyOf(rule) === keyOf(draft.selector) ? rule.unit : null)
  const read = readRule(draft, unit)
  const previewed = readRule({ ...draft, name: draft.name.trim() || 'Preview', labels: '', runbookUrl: '', group: 'preview' }, unit)

  const refused = async (error: unknown) => {
    const field = ruleFieldOf(errorOf(error, 'INVALID_INPUT')?.data.field ?? null)
    setProblem({ field, sentence: describeProblem(error).sentence })
    if (!seen || !errorOf(error, 'CONFLICT')) return
    const now = await client.alerts.rules().catch(() => [])
    setSeen(now.find(({ id }) => id === seen.id) ?? seen)
    setProblem({
      field: null,
      sentence: 'It was changed in another window meanwhile. What you typed is kept; saving writes it over what the other window wrote.',
    })
  }

  const save = async () => {
    if (busy) return
    if (read.kind === 'problem') return setProblem(read.problem)
    setProblem(null)
    setBusy(true)
    try {
      const given = read.rule
      if (seen) {
        await client.alerts.changeRule({ ...given, id: seen.id, version: seen.version })
        toastDone({ title: `“${given.name}” was changed` })
      } else {
        const made = await client.alerts.createRule(given)
        toastDone({ title: `“${made.name}” is judged from now on`, action: { label: 'Undo', run: () => void deleteRule(made) } })
      }
      void renewAlerts()
      onDone()
    } catch (error) {
      await refused(error)
    } finally {
      setBusy(false)
    }
  }

  return {
    draft,
    change: (part: Partial<RuleDraft>) => {
      setDraft({ ...draft, ...part })
      setProblem(null)
    },
    choices,
    unit,
    /** For the preview, whose name nobody reads. Null while something is missing. */
    previewed: previewed.kind === 'rule' ? previewed.rule : null,
    busy,
    wrongField: problem?.field ?? null,
    problem: problem?.field === null ? problem.sentence : null,
    problemOf: (field: RuleField) => (problem?.field === field ? problem.sentence : null),
    save: () => void save(),
  }
}
export type RuleForm = ReturnType<typeof useRuleForm>

const keyOf = (selector: Selector | null) => selector && selectorKey(selector)
const selectorKeyOf = (rule: AlertRule) => keyOf(selectorsOf(rule)[0] ?? null)
