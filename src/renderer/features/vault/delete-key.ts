/** Deletes a key, with the way back; and brings one back. */
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { daysLeft } from './key-words.ts'
import { renewVault } from './vault-queries.ts'

const tell = (title: string, error: unknown) => {
  const changed = errorOf(error, 'CONFLICT') ? 'It was changed in another window meanwhile; it is shown as it is now. ' : ''
  toastProblem({ title, text: `${changed}${describeProblem(error).sentence}` })
  void renewVault()
}

export const restoreKey = async ({ id, version, label }: Pick<VaultKey, 'id' | 'version' | 'label'>): Promise<boolean> => {
  try {
    await client.vault.restore({ id, version })
    toastDone({ title: `“${label}” is back` })
    return true
  } catch (error) {
    tell(`“${label}” was not restored`, error)
    return false
  } finally {
    void renewVault()
  }
}

export const deleteKey = async ({ id, version, label }: VaultKey): Promise<boolean> => {
  try {
    const deleted = await client.vault.remove({ id, version })
    const left = deleted.state.kind === 'deleted' ? ` It can be restored for ${daysLeft(deleted.state.goneAtMs, deleted.state.atMs)}.` : ''
    toastDone({ title: `“${label}” was deleted.${left}`, action: { label: 'Undo', run: () => void restoreKey(deleted) } })
    return true
  } catch (error) {
    tell(`“${label}” was not deleted`, error)
    return false
  } finally {
    void renewVault()
  }
}
