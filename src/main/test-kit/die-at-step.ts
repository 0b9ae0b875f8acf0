/** Runs a piece of work in a process of its own that is killed at a chosen step: a call of the keychain, a statement, a commit. */
import { spawn } from 'node:child_process'
import Sqlite from 'better-sqlite3'

/** Calls `step` before and after everything that this process does to a database. */
const watchSqlite = (step: (name: string) => void) => {
  const words = (sql: string) => sql.trim().split(/\s+/).slice(0, 3).join(' ')
  const probe = new Sqlite(':memory:')
  const statement = Object.getPrototypeOf(probe.prepare('SELECT 1')) as { run(this: { source: string }, ...given: unknown[]): unknown }
  probe.close()
  const { run } = statement
  statement.run = function (...given) {
    step(`before ${words(this.source)}`)
    const result = run.apply(this, given)
    step(`after ${words(this.source)}`)
    return result
  }
  const database = Sqlite.prototype as { exec(this: unknown, sql: string): unknown }
  const { exec } = database
  database.exec = function (sql) {
    step(`before ${words(sql)}`)
    const result = exec.call(this, sql)
    step(`after ${words(sql)}`)
    return result
  }
}

/** In the child. `killAt` is from 1; null: it lives. */
export const dieAtStep = (killAt: number | null) => {
  const names: string[] = []
  let armed = false
  const step = (name: string) => {
    if (armed && names.push(name) === killAt) process.kill(process.pid, 'SIGKILL')
  }
  watchSqlite(step)
  return {
    /** A step besides those of the databases. */
    step,
    /** Its steps count; they are told to the parent once it is done. */
    during: async (work: () => unknown): Promise<void> => {
      armed = true
      await work()
      armed = false
      process.stdout.write(JSON.stringify(names))
    },
  }
}

/**
 * The names of the steps, or null where the child was killed; throws where it failed otherwise. The module at `url` exports
 * `obey`, which is given the order and calls `dieAtStep`. `temporary`: the child's directory for temporary files.
 */
export const runDying = <Order>(
  url: string,
  obey: (order: Order) => Promise<void>,
  order: Order,
  temporary?: string,
): Promise<string[] | null> =>
  new Promise((resolve, reject) => {
    const script = `import { ${obey.name} } from ${JSON.stringify(url)}; await ${obey.name}(${JSON.stringify(order)})`
    // Without --input-type, which its workers would inherit and refuse: Node sees by itself that it is a module.
    const child = spawn(process.execPath, ['-e', script], {
      env: { ...process.env, ...(temporary && { TMPDIR: temporary }), NODE_NO_WARNINGS: '1' },
    })
    let said = ''
    let complained = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null)
      else if (code === 0) resolve(JSON.parse(said) as string[])
      else reject(new Error(complained))
    })
  })
