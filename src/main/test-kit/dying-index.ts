/** An index's worker for tests that dies again and again, at any moment, until a file `live` lies in its directory. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import type { IndexWorkerData } from '../database/log-index/index-messages.ts'
import { serveIndex } from '../database/log-index/serve-index.ts'

const { directory } = workerData as IndexWorkerData
if (!existsSync(join(directory, 'live'))) setTimeout(() => process.exit(1), Math.random() * 60)
serveIndex()
