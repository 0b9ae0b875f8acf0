/** Answers what the console says of itself. */
import type { consoleContract, ConsoleStatus } from '../../shared/contract/console.ts'
import type { Database } from '../database/database.ts'
import type { Downloads, Handlers } from '../features/handlers.ts'
import type { ConsoleOptions } from './console.ts'
import { masterKeySentence } from '../features/vault/master-key-place.ts'
import { describeRest } from './openapi.ts'

export interface ConsoleHandlersOptions {
  options: ConsoleOptions
  database: Database
  startedAtMs: number
  status(): ConsoleStatus
  signingKeyId(): string | null
  retryKeychain(): Promise<void>
  downloads: Downloads
}

export const consoleHandlers = ({
  options,
  database,
  startedAtMs,
  status,
  signingKeyId,
  retryKeychain,
  downloads,
}: ConsoleHandlersOptions): Handlers<typeof consoleContract> => ({
  status: async () => status(),
  retryKeychain: async () => {
    await retryKeychain()
    return status()
  },
  describeApi: async ({ session }) =>
    downloads.create({
      sessionId: session!.id,
      fileName: 'openapi.json',
      contentType: 'application/json',
      body: JSON.stringify(await describeRest(options.version), null, 2),
    }),
  about: async () => {
    const { masterKeyPlace } = status()
    return {
      version: options.version,
      host: options.host,
      platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      installationId: database.installationId,
      dataDirectory: options.dataDirectory,
      masterKeyPlace,
      masterKeySentence: masterKeySentence(masterKeyPlace),
      databaseBytes: database.sizeBytes(),
      startedAtMs,
      signingKeyId: signingKeyId(),
    }
  },
})
