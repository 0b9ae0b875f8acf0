/** The vault: API keys kept encrypted, revealed with care, rotated, imported and exported. Metadata only, but for what is marked. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const providers = [
  'openai',
  'anthropic',
  'google',
  'aws',
  'azure',
  'stripe',
  'github',
  'gitlab',
  'slack',
  'sendgrid',
  'twilio',
  'cloudflare',
  'huggingface',
  'npm',
  'database',
  'private-key',
  'other',
] as const
export const providerSchema = z.enum(providers)
export type Provider = (typeof providers)[number]

export const keyLabel = z.string().trim().min(1, 'Enter a label.').max(120, 'At most 120 characters.')
export const keyTags = z.array(z.string().trim().min(1).max(40, 'A tag has at most 40 characters.')).max(20, 'At most 20 tags.')
/** What is stored, as it is, spaces and line ends included. */
export const keyText = z.string().min(1, 'Enter the key.').max(65_536, 'A key has at most 64 KiB.')

/** `current` is used; `overlap` was replaced and is valid until its time; `replaced` and `revoked` are history. */
export const keyVersionSchema = z.object({
  number: z.int().min(1),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('current') }),
    z.object({ kind: z.literal('overlap'), untilMs: z.int() }),
    z.object({ kind: z.literal('replaced'), atMs: z.int() }),
    z.object({ kind: z.literal('revoked'), atMs: z.int() }),
  ]),
  /** How it begins and ends: "sk-proj-…7Fq2"; of a short one only its length is told. */
  hint: z.string(),
  storedAtMs: z.int(),
  storedBy: z.string(),
})
export type KeyVersion = z.infer<typeof keyVersionSchema>

/** What wants a look, worst first. */
export const keyFlags = ['expired', 'expires-soon', 'stale', 'unused'] as const

/** `limited`: the provider wants to be asked less often. `unknown`: nothing can be told; the sentence says why and what to do. */
export const keyCheckSchema = z.object({
  result: z.enum(['valid', 'refused', 'limited', 'unknown']),
  sentence: z.string(),
  checkedAtMs: z.int(),
  checkedBy: z.string(),
  /** What was last certain of this version: a check that could not tell does not unsay it. */
  known: z.object({ result: z.enum(['valid', 'refused']), atMs: z.int() }).nullable(),
})
export type KeyCheck = z.infer<typeof keyCheckSchema>

export const vaultKeySchema = z.object({
  id: z.uuid(),
  provider: providerSchema,
  label: z.string(),
  tags: z.array(z.string()),
  hint: z.string(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('active') }),
    z.object({ kind: z.literal('swapping'), untilMs: z.int() }),
    z.object({ kind: z.literal('revoked'), atMs: z.int() }),
    z.object({ kind: z.literal('deleted'), atMs: z.int(), goneAtMs: z.int() }),
  ]),
  flags: z.array(z.enum(keyFlags)),
  versionNumber: z.int(),
  storedAtMs: z.int(),
  expiresAtMs: z.int().nullable(),
  /** By a person's reveal or copy, or by a route of the guard. */
  lastUsedAtMs: z.int().nullable(),
  uses30Days: z.int(),
  /** Of the version in use; null: it was never checked. */
  check: keyCheckSchema.nullable(),
  /** Whom a check asks, as a host; null: nobody who could tell is known. */
  checkHost: z.string().nullable(),
  /** Of the record, for `CONFLICT`. */
  version: z.int(),
})
export type VaultKey = z.infer<typeof vaultKeySchema>

export const vaultKeyDetailSchema = vaultKeySchema.extend({
  storedBy: z.string(),
  createdAtMs: z.int(),
  versions: z.array(keyVersionSchema),
  /** Uses of each of the last 30 days, oldest first; days are UTC. */
  usesByDay: z.array(z.object({ dayMs: z.int(), uses: z.int() })),
  staleAfterDays: z.int(),
  /** An address of one's own for checks; `taken` where keys of this kind can be checked by one. */
  checkAddress: z.object({ taken: z.boolean(), url: z.string().nullable() }),
})
export type VaultKeyDetail = z.infer<typeof vaultKeyDetailSchema>

/** Days before the expiry at which a reminder is given; 0: it has expired. */
export const reminderDays = [30, 7, 1, 0] as const
export const keyReminderSchema = z.object({
  keyId: z.uuid(),
  label: z.string(),
  daysBefore: z.literal(reminderDays),
  expiresAtMs: z.int(),
  toldAtMs: z.int(),
})
export type KeyReminder = z.infer<typeof keyReminderSchema>

const id = z.uuid()
const record = { id, version: z.int().min(1) }

export const importSourceSchema = z.discriminatedUnion('kind', [
  /** The text of a `.env` file, pasted, dropped or chosen: up to 1 MB. */
  z.object({ kind: z.literal('text'), text: z.string().max(1_048_576, 'A file of at most 1 MB.'), name: z.string().max(255).nullable() }),
  /** The environment that the console was started in, without `GATEHOUSE_*`. */
  z.object({ kind: z.literal('environment') }),
])

export const importItemSchema = z.object({
  index: z.int(),
  line: z.int().nullable(),
  name: z.string(),
  provider: providerSchema,
  label: z.string(),
  hint: z.string(),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('new') }),
    /** The same key is in the vault already. */
    z.object({ kind: z.literal('duplicate'), existingId: id, existingLabel: z.string() }),
    /** Another key has this label: it can be rotated to this one, or this one is added under another label. */
    z.object({ kind: z.literal('conflict'), existingId: id, existingLabel: z.string() }),
    z.object({ kind: z.literal('skipped'), reason: z.string() }),
  ]),
  /** Whether to import it unless one says otherwise: recognised keys yes, mere settings no. */
  suggested: z.boolean(),
})
export type ImportItem = z.infer<typeof importItemSchema>

export const vaultContract = {
  list: procedure('GET', '/vault/keys', 'All keys, without the keys themselves', { needs: 'vault:list' })
    .input(z.object({ deleted: z.boolean().default(false) }))
    .output(z.array(vaultKeySchema)),

  get: procedure('GET', '/vault/keys/{id}', 'One key with its versions and uses', { needs: 'vault:list' })
    .input(z.object({ id }))
    .output(vaultKeyDetailSchema),

  recognise: procedure('POST', '/vault/recognise', 'Whose key this looks like, and whether it is stored already', { needs: 'vault:write' })
    .input(z.object({ text: keyText }))
    .output(z.object({ provider: providerSchema, hint: z.string(), duplicateOf: z.object({ id, label: z.string() }).nullable() })),

  add: procedure('POST', '/vault/add', 'Store a key', { needs: 'vault:write' })
    .input(
      z.object({
        label: keyLabel,
        tags: keyTags.default([]),
        provider: providerSchema.nullable().default(null),
        text: keyText,
        expiresAtMs: z.int().nullable().default(null),
      }),
    )
    .output(vaultKeySchema),

  edit: procedure('POST', '/vault/edit', 'Change label, tags, provider or expiry', { needs: 'vault:write' })
    .input(z.object({ ...record, label: keyLabel, tags: keyTags, provider: providerSchema, expiresAtMs: z.int().nullable() }))
    .output(vaultKeySchema),

  reveal: procedure('POST', '/vault/reveal', 'The key itself, to show or to copy; entered into the log', {
    needs: 'vault:reveal',
    stepUp: true,
    returnsSecret: true,
  })
    .input(z.object({ id, versionNumber: z.int().min(1).nullable().default(null), purpose: z.enum(['show', 'copy']).default('show') }))
    .output(z.object({ text: z.string(), revealId: id, hideAtMs: z.int(), entrySequence: z.int(), steppedUpUntilMs: z.int() })),

  hide: procedure('POST', '/vault/hide', 'Tell that a revealed key is hidden again, for the account of how long it was shown', {
    needs: 'vault:reveal',
    atConsole: true,
  })
    .input(z.object({ revealId: id }))
    .output(z.object({ shownMs: z.int() })),

  rotate: procedure('POST', '/vault/rotate', 'Store the next version; the one before stays valid for a while', { needs: 'vault:write' })
    .input(
      z.object({
        ...record,
        text: keyText,
        overlapMs: z
          .int()
          .min(0)
          .max(30 * 86_400_000),
        expiresAtMs: z.int().nullable(),
      }),
    )
    .output(vaultKeySchema),

  endOverlap: procedure('POST', '/vault/end-overlap', 'End the overlap of one version now', { needs: 'vault:write' })
    .input(z.object({ ...record, versionNumber: z.int().min(1) }))
    .output(vaultKeySchema),

  revoke: procedure('POST', '/vault/revoke', 'Revoke a key for good: its text is destroyed', { needs: 'vault:write' })
    .input(z.object(record))
    .output(vaultKeySchema),

  remove: procedure('POST', '/vault/remove', 'Delete a key; it can be restored for 30 days', { needs: 'vault:write' })
    .input(z.object(record))
    .output(vaultKeySchema),

  restore: procedure('POST', '/vault/restore', 'Restore a deleted key', { needs: 'vault:write' })
    .input(z.object(record))
    .output(vaultKeySchema),

  /** The key goes to its provider alone, in a header; `vault:write` as for rotating, since what comes back is one word of it. */
  check: procedure('POST', '/vault/check', 'Ask the provider whether a key still holds; entered into the log', { needs: 'vault:write' })
    .input(z.object({ id }))
    .output(keyCheckSchema),

  /** Whoever sets it has the key sent there: it is worth a reveal. */
  setCheckAddress: procedure('POST', '/vault/set-check-address', 'Who is asked about a key whose provider has no address of its own', {
    needs: 'vault:reveal',
    stepUp: true,
  })
    .input(z.object({ ...record, url: z.string().trim().max(2000, 'At most 2,000 characters.').nullable() }))
    .output(vaultKeySchema),

  reminders: procedure('GET', '/vault/reminders', 'Keys that expire soon or have expired, as far as nobody dismissed it', {
    needs: 'vault:list',
  }).output(z.array(keyReminderSchema)),

  dismissReminder: procedure('POST', '/vault/dismiss-reminder', 'Take a reminder out of the bell; the next one comes all the same', {
    needs: 'vault:write',
  })
    .input(z.object({ keyId: id, expiresAtMs: z.int(), daysBefore: z.literal(reminderDays) }))
    .output(z.object({})),

  previewImport: procedure('POST', '/vault/preview-import', 'What an import would bring; the keys stay in the console', {
    needs: 'vault:write',
    atConsole: true,
  })
    .input(z.object({ source: importSourceSchema }))
    .output(z.object({ previewId: z.string(), items: z.array(importItemSchema), expiresAtMs: z.int() })),

  import: procedure('POST', '/vault/import', 'Import what was chosen of a preview, all or nothing', {
    needs: 'vault:write',
    atConsole: true,
  })
    .input(
      z.object({
        previewId: z.string().max(128),
        tags: keyTags.default([]),
        choices: z
          .array(z.object({ index: z.int(), label: keyLabel, onConflict: z.enum(['rotate', 'add']).default('add') }))
          .min(1, 'Choose at least one key.')
          .max(1000),
      }),
    )
    .output(z.object({ added: z.int(), rotated: z.int() })),

  export: procedure('POST', '/vault/export', 'A one-time link to a .env file of chosen keys; entered into the log', {
    needs: 'vault:reveal',
    stepUp: true,
    returnsSecret: true,
  })
    .input(z.object({ ids: z.array(id).min(1, 'Choose at least one key.').max(1000) }))
    .output(z.object({ url: z.string(), keys: z.int() })),
}
