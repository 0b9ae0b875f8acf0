/** Kills a writing console in the middle of it, again and again on one directory, and holds the log against what it had promised. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { createEd25519Signer } from './ed25519-signer.ts'
import { openTestAudit } from './open-test-audit.ts'
import { makeTestDirectory } from './open-test-database.ts'

interface Promised {
  entry: number
  head: number
  changes: number
}

/** What it told until it was dead; it is killed once it has told `lines` lines. */
const killAfter = async (directory: string, lines: number): Promise<Promised> => {
  const program = new URL('./write-until-killed.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const promised: Promised = { entry: 0, head: 0, changes: 0 }
  let told = 0
  for await (const line of createInterface(child.stdout)) {
    const [kind, sequence] = line.split(' ')
    if (kind === 'entry') promised.entry = Math.max(promised.entry, Number(sequence))
    else if (kind === 'head') promised.head = Number(sequence)
    else promised.changes += 1
    told += 1
    if (told === lines) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return promised
}

export const killWriterTimes = async (times: number, random: () => number = Math.random): Promise<void> => {
  const directory = makeTestDirectory()
  const keys = createEd25519Signer()
  writeFileSync(join(directory, 'key.pem'), keys.pem)
  let changes = 0
  for (let time = 0; time < times; time++) {
    const promised = await killAfter(directory, 1 + Math.floor(random() * 400))
    const opened = openTestAudit({ directory, keys })
    const verdict = await opened.verify()
    expect(verdict.intact, verdict.sentence).toBe(true)
    expect(verdict.sentence).not.toContain('cannot be read')
    expect(verdict.lastSequence).toBeGreaterThanOrEqual(promised.entry)
    if (promised.head > 0) expect(opened.keptHead().sequence).toBeGreaterThanOrEqual(promised.head)

    changes += promised.changes
    const { database } = opened
    const count = (sql: string) => database.read((db) => db.get<{ n: number }>(sql))!.n
    const written = count('SELECT coalesce(sum(version), 0) AS n FROM setting')
    const entered = count("SELECT count(*) AS n FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = 'thing.changed'")
    expect(written).toBe(entered)
    expect(written).toBeGreaterThanOrEqual(changes)
    changes = written
    await opened.close()
  }
}
