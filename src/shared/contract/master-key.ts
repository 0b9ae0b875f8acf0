/** The master key: where it lies, moving it, rotating it and the data key, the printable recovery key. */
import { z } from 'zod'
import { typedRecoveryKey } from './access.ts'
import { consoleStatusSchema } from './console.ts'
import { procedure } from './procedure.ts'

/** Where a master key may be kept once there is one. */
export const keyPlaces = ['keychain', 'file', 'environment', 'slots'] as const
export const keyPlaceSchema = z.enum(keyPlaces)
export type KeyPlace = z.infer<typeof keyPlaceSchema>

export const masterKeySchema = z.object({
  id: z.uuid(),
  place: keyPlaceSchema,
  createdAtMs: z.int(),
  /** Where it lies and what that means. */
  sentence: z.string(),
  /** Each place, and why it cannot be chosen now where it cannot. */
  places: z.array(z.object({ place: keyPlaceSchema, possible: z.boolean(), sentence: z.string() })),
  dataKeyCreatedAtMs: z.int(),
  /** A printable recovery key exists since then; null: none. */
  recoveryKeyCreatedAtMs: z.int().nullable(),
})
export type MasterKey = z.infer<typeof masterKeySchema>

export const masterKeyContract = {
  get: procedure('GET', '/master-key', 'Where the master key lies, and where else it could', { needs: 'settings:read' }).output(
    masterKeySchema,
  ),

  move: procedure('POST', '/master-key/move', 'Make a new master key in this place (the same one rotates it) and destroy the old one', {
    needs: 'settings:write',
    stepUp: true,
  })
    /** `password`: one's own, asked only where the key goes into key slots. */
    .input(z.object({ place: keyPlaceSchema, password: z.string().max(1024).nullable().default(null) }))
    .output(masterKeySchema),

  rotateDataKey: procedure('POST', '/master-key/rotate-data-key', 'Seal everything anew under a new data key', {
    needs: 'settings:write',
    stepUp: true,
  }).output(z.object({ resealed: z.int() })),

  createRecoveryKey: procedure('POST', '/master-key/create-recovery-key', 'A printable key that opens the vault; the one before is void', {
    needs: 'settings:write',
    stepUp: true,
    returnsSecret: true,
  }).output(z.object({ recoveryKey: z.string() })),

  downloadRecoveryKey: procedure('POST', '/master-key/download-recovery-key', 'A one-time link to a text file of the key just shown', {
    needs: 'settings:write',
    returnsSecret: true,
  })
    .input(z.object({ recoveryKey: typedRecoveryKey }))
    .output(z.object({ url: z.string() })),

  openWithRecoveryKey: procedure('POST', '/master-key/open', 'Open a vault that is sealed or whose keychain entry is lost', {
    needs: 'host',
  })
    .input(z.object({ recoveryKey: typedRecoveryKey }))
    .output(consoleStatusSchema),
}
