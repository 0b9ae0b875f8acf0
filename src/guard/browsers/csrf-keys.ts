/** What tokens are signed with: a key that the guard makes, keeps over restarts and changes every month, or one that guards share. */
import { hkdfSync } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { CsrfKeys } from './csrf-token.ts'

const changedEveryMs = 30 * 86_400_000
/** A shared key that was replaced: pages that are open still show tokens of it. */
const formerHoldsMs = 86_400_000

const fileSchema = z.object({
  keys: z
    .array(z.object({ key: z.string().regex(/^[A-Za-z0-9_-]{43}$/), madeAtMs: z.int() }))
    .min(1)
    .max(2),
})
type Kept = z.infer<typeof fileSchema>

const derived = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse csrf 1', 32))

export interface CsrfKeyOptions {
  /** Null: in memory alone. */
  file: string | null
  clock: Clock
  ids: Pick<Ids, 'token'>
  logger: Logger
}

const readKept = (file: string): Kept | null => {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // A new one costs each open page one refused request.
    return null
  }
}

export const createCsrfKeys = ({ file, clock, ids, logger }: CsrfKeyOptions) => {
  let own: Kept | null = null
  let usable: CsrfKeys = []
  const shared = new Map<string, { text: string; former: string | null; sinceMs: number }>()

  const keep = (next: Kept): void => {
    own = next
    usable = next.keys.map(({ key }) => derived(key))
    if (file === null) return
    try {
      writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    } catch (error) {
      logger.error({ err: error }, 'the key of CSRF tokens could not be kept: after a restart they hold no more')
    }
  }

  return {
    /** Of the guard itself, the newest first. Made when it is first asked for. */
    own: (): CsrfKeys => {
      if (own === null && file !== null) {
        const kept = readKept(file)
        if (kept) {
          own = kept
          usable = kept.keys.map(({ key }) => derived(key))
        }
      }
      const newest = own?.keys[0]
      if (!newest || clock.now() - newest.madeAtMs >= changedEveryMs)
        keep({ keys: [{ key: ids.token(32), madeAtMs: clock.now() }, ...(newest ? [newest] : [])] })
      return usable
    },
    /** Of one that guards share. What it was before holds for a day in guards that knew it. */
    shared: (reference: string, text: string): CsrfKeys => {
      const known = shared.get(reference)
      const nowMs = clock.now()
      if (known?.text !== text) shared.set(reference, { text, former: known?.text ?? null, sinceMs: nowMs })
      const { former, sinceMs } = shared.get(reference)!
      return former !== null && nowMs - sinceMs < formerHoldsMs ? [derived(text), derived(former)] : [derived(text)]
    },
  }
}
export type CsrfKeySource = ReturnType<typeof createCsrfKeys>
