/** What a trial of indexes showed: on which copy, what each brought, what it costs, and its statement to copy. */
import type { IndexTrial, TriedIndex } from '../../../shared/contract/databases.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Well } from '../../ui/well.tsx'
import { PlanView } from './plan-view.tsx'
import { timeWords } from './query-words.ts'

const verdicts: Record<TriedIndex['verdict'], string> = {
  better: 'Faster',
  unproven: 'Not proven',
  'no-gain': 'No gain',
}

const copyWords = (tables: IndexTrial['tables']): string =>
  tables
    .map(({ name, rows, all }) => (all ? `${name} (all ${formatCount(rows)} rows)` : `${name} (the newest ${formatCount(rows)} rows)`))
    .join(', ')

const Tried = ({ tried, beforeMs }: { tried: TriedIndex; beforeMs: number }) => (
  <li className="grid gap-2 border-t border-hairline-soft pt-3">
    <Well after={<CopyButton text={tried.sql} name="Copy the statement" />}>{tried.sql}</Well>
    <Facts
      facts={[
        { name: verdicts[tried.verdict], value: `${timeWords(beforeMs)} → ${timeWords(tried.run.medianMs)} a run` },
        {
          name: 'Writes',
          value:
            tried.writeMs === null
              ? 'Each row that is written enters one more index; too few rows to time it'
              : `${timeWords(tried.writeMs.without)} → ${timeWords(tried.writeMs.with)} for 1,000 rows`,
        },
        { name: 'Takes', value: `${formatBytes(tried.bytes)} for the copied rows` },
      ]}
    />
    {tried.verdict !== 'no-gain' && <PlanView label="The plan with this index" plan={tried.run.plan} />}
    {tried.objection !== null && <Notice severity="low">{tried.objection}</Notice>}
  </li>
)

export const IndexTrialView = ({ trial }: { trial: IndexTrial }) => (
  <div className="grid gap-3">
    <p>{trial.sentence}</p>
    {trial.before !== null && (
      <p className="text-small text-2">
        Measured in memory, on a copy of {copyWords(trial.tables)}: the median of several runs. Rows visited are not counted, SQLite does
        not tell them here; the times and plans are what was seen.
        {trial.withoutValue.length > 0 && ` No value was found for ${trial.withoutValue.join(', ')}.`}
      </p>
    )}
    {trial.before !== null && (
      <ul className="grid gap-3">
        {trial.tried.map((tried) => (
          <Tried key={tried.sql} tried={tried} beforeMs={trial.before!.medianMs} />
        ))}
      </ul>
    )}
  </div>
)
