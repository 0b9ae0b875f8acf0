/** Asks before an objective is deleted: its rule goes with it. */
import type { Objective } from '../../../shared/contract/objectives.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { toastDone } from '../../ui/toast.tsx'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { renewObjectives } from './objective-queries.ts'

export const DeleteObjectiveDialog = ({ objective, onClose }: { objective: Objective; onClose: () => void }) => (
  <AskDialog
    title={`Delete “${objective.name}”?`}
    text="Its alert rule is deleted with it, and an alert of it that is open resolves. What was measured is kept: the same objective made anew begins where this one is."
    keep="Keep it"
    run="Delete objective"
    act={async () => {
      await client.objectives.delete({ id: objective.id, version: objective.version })
      toastDone({ title: `“${objective.name}” was deleted` })
      await renewObjectives()
    }}
    tell={(error) => describeProblem(error).sentence}
    onClose={onClose}
  />
)
