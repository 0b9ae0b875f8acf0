/** The console itself: what it is, how it is, and what is not well with it. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

/** Where the master key lies. `none`: before first run. */
export const masterKeyPlaces = ['none', 'keychain', 'file', 'environment', 'slots'] as const
export const vaultStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('open') }),
  /** The master key lies in key slots and opens with the first sign-in. */
  z.object({ kind: z.literal('sealed') }),
  /** The place of the master key does not answer; `reason` is a plain sentence. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
])
export type VaultState = z.infer<typeof vaultStateSchema>

export const conditionSchema = z.object({
  id: z.string(),
  severity: severitySchema,
  /** What is, in a few words; then the consequence and the way to mend it. */
  title: z.string(),
  text: z.string(),
  mend: z.object({ label: z.string(), action: z.enum(['retry-keychain', 'open-audit', 'open-account']) }).nullable(),
})
export type Condition = z.infer<typeof conditionSchema>

export const consoleStatusSchema = z.object({
  vault: vaultStateSchema,
  masterKeyPlace: z.enum(masterKeyPlaces),
  /** What is not well, worst first; empty when all is. */
  conditions: z.array(conditionSchema),
})
export type ConsoleStatus = z.infer<typeof consoleStatusSchema>

export const consoleContract = {
  status: procedure('GET', '/console/status', 'The state of vault, keychain and storage', { needs: 'host' }).output(consoleStatusSchema),

  about: procedure('GET', '/console/about', 'Version, host, installation and where the data lies', { needs: 'session' }).output(
    z.object({
      version: z.string(),
      host: z.enum(['desktop', 'headless']),
      platform: z.string(),
      installationId: z.uuid(),
      dataDirectory: z.string(),
      masterKeyPlace: z.enum(masterKeyPlaces),
      /** A sentence on where the master key lies and what that means. */
      masterKeySentence: z.string(),
      databaseBytes: z.int(),
      startedAtMs: z.int(),
      /** Fingerprint of the key that signs heads of the log; null before the first. */
      signingKeyId: z.string().nullable(),
    }),
  ),

  describeApi: procedure(
    'POST',
    '/console/describe-api',
    'The description of this interface as a file; the answer is a one-time link to it',
    {
      needs: 'session',
    },
  ).output(z.object({ url: z.string() })),

  retryKeychain: procedure('POST', '/console/retry-keychain', 'Try again to read the master key', { needs: 'host' }).output(
    consoleStatusSchema,
  ),
}
