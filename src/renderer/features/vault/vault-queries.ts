/** What the page asks of the vault: lists and single keys, never the keys themselves. */
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'

/** States change with time alone (expired, swapped, gone), and other windows act as well. */
const lookAgainMs = 30_000

export const keysOptions = (deleted: boolean) => orpc.vault.list.queryOptions({ input: { deleted }, refetchInterval: lookAgainMs })
export const keyOptions = (id: string) => orpc.vault.get.queryOptions({ input: { id }, refetchInterval: lookAgainMs })

/** After an act: lists and open key are read anew. */
export const renewVault = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.vault.key() })

export interface VaultActs {
  mayWrite: boolean
  mayReveal: boolean
  /** Why nothing can be done now though one may; null where the vault is open. */
  closed: string | null
}

export const useVaultActs = (): VaultActs => {
  const mayWrite = useMay('vault:write')
  const mayReveal = useMay('vault:reveal')
  const vault = useQuery(orpc.console.status.queryOptions()).data?.vault
  const closed =
    vault?.kind === 'sealed'
      ? 'The vault is sealed. It opens when somebody with a key slot signs in with a password, or with the recovery key.'
      : vault?.kind === 'unavailable'
        ? `The vault cannot be opened now. ${vault.reason}`
        : null
  return { mayWrite, mayReveal, closed }
}

const useSeconds = (key: string, otherwise: number): number => {
  const mayRead = useMay('settings:read')
  const { data } = useQuery(orpc.settings.list.queryOptions({ enabled: mayRead, staleTime: 60_000 }))
  const value = data?.find((setting) => setting.key === key)?.value
  return typeof value === 'number' ? value : otherwise
}
/** For how long a revealed key is shown, and a copied one left in the clipboard. */
export const useHideAfterSeconds = (): number => useSeconds('vault.hideAfterSeconds', 30)
export const useClipboardSeconds = (): number => useSeconds('vault.clipboardSeconds', 30)
