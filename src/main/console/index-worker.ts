/** The worker of the log's index. */
import { serveIndex } from '../database/log-index/serve-index.ts'

serveIndex()
