/** Where the modules lie that run outside this thread: beside this file as sources, beside the bundle when built. */
const workerModule = (source: string, built: string) => new URL(import.meta.url.endsWith('.ts') ? source : built, import.meta.url)

export const readerWorker = () => workerModule('./reader-worker.ts', './reader.js')
export const exportWorker = () => workerModule('./export-worker.ts', './export.js')
export const backupWorker = () => workerModule('./backup-worker.ts', './backup.js')
export const indexWorker = () => workerModule('./index-worker.ts', './log-index.js')
export const guardProgram = () => workerModule('../../guard/start-guard.ts', './guard.js')
