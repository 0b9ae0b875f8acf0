// Benchmark: a whole sign-in beside the one password hash it cannot do without, and what every call pays to be let in.
import { contract } from '../src/shared/contract/contract.ts'
import type { ProcedureMeta } from '../src/shared/contract/procedure.ts'
import { permissionsOf, roles } from '../src/shared/permissions.ts'
import type { Permission } from '../src/shared/permissions.ts'
import { admitCall } from '../src/main/console/gate.ts'
import { createPasswordHasher, defaultPasswordCost } from '../src/main/features/access/password-hash.ts'
import { createTestAccess } from '../src/main/test-kit/create-test-access.ts'
import { createTestConsole, testPassword } from '../src/main/test-kit/create-test-console.ts'
import { median, percentile } from './figure.ts'
import type { Benchmark, Figure } from './figure.ts'

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/** Name and password, then the code, over the RPC of a whole console whose passwords cost what they cost in earnest. */
const signIns = async (times: number): Promise<Figure> => {
  const console = await createTestConsole({ passwordCost: defaultPasswordCost })
  const hasher = createPasswordHasher()
  try {
    const mara = await console.firstRun()
    const values: number[] = []
    const hashes: number[] = []
    for (let time = 0; time < times; time++) {
      // A code is accepted once.
      console.clock.advance(30_000)
      const client = console.client()
      values.push(
        await timed(async () => {
          const step = await client.access.signIn({ name: mara.name, password: testPassword })
          if (step.kind !== 'code') throw new Error(`The sign-in asks for ${step.kind}`)
          await client.access.submitCode({ ticket: step.ticket, code: mara.code() })
        }),
      )
      hashes.push(await timed(() => hasher.hash(testPassword)))
    }
    const baseline = percentile(hashes, 0.95)
    return { name: 'signin.p95', value: percentile(values, 0.95), unit: 'ms', baseline, goal: { atMost: Math.round(2 * baseline) } }
  } finally {
    await console.end()
  }
}

const nanoseconds = (times: number, act: () => void): number => {
  const startedAt = performance.now()
  for (let time = 0; time < times; time++) act()
  return ((performance.now() - startedAt) * 1e6) / times
}

/** In turns, so that a slow moment of the machine strikes both. */
const inTurns = (rounds: number, times: number, ours: () => void, bare: () => void) => {
  const values: number[] = []
  const baselines: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const [value, baseline] = [nanoseconds(times, ours), nanoseconds(times, bare)]
    // The first round warms up.
    if (round > 0) {
      values.push(value)
      baselines.push(baseline)
    }
  }
  return { value: median(values), baseline: median(baselines) }
}

const metasOf = (node: object): ProcedureMeta[] =>
  '~orpc' in node
    ? [(node as { '~orpc': { meta: ProcedureMeta } })['~orpc'].meta]
    : Object.values(node).flatMap((child) => metasOf(child as object))

/** May this role do it? Beside a bare look into a set. */
const permissionCheck = (rounds: number, times: number): Figure => {
  const metas = metasOf(contract).filter(({ needs, stepUp }) => !stepUp && needs.includes(':'))
  const sessions = roles.map((role) => ({
    id: 'session',
    user: { id: 'user', name: 'mara', role, permissions: permissionsOf(role) },
    tokenHash: '',
    locked: false,
    steppedUpUntilMs: null,
    expiresAtMs: 0,
  }))
  const allowed = sessions.map(({ user }) => new Set<string>(user.permissions))
  const pairs = sessions.flatMap((session, index) =>
    metas.filter(({ needs }) => allowed[index]!.has(needs as Permission)).map((meta) => ({ meta, session, set: allowed[index]! })),
  )
  let at = 0
  let found = 0
  const next = () => pairs[(at = (at + 1) % pairs.length)]!
  const figure = inTurns(
    rounds,
    times,
    () => {
      const { meta, session } = next()
      admitCall(meta, true, { kind: 'open', session }, 0)
    },
    () => {
      const { meta, set } = next()
      if (set.has(meta.needs)) found++
    },
  )
  if (found === 0) throw new Error('Nothing was looked up')
  return { name: 'permission.check', ...figure, unit: 'ns', goal: { atMost: 1000 } }
}

/** Whom a token stands for, with the seal of the user's row; beside a bare read by primary key from the same database. */
const identify = async (rounds: number, times: number): Promise<Figure> => {
  const made = await createTestAccess()
  try {
    const { grant } = await made.firstRun()
    const figure = inTurns(
      rounds,
      times,
      () => {
        if (made.access.identify(grant.token).kind !== 'open') throw new Error('The session is not open')
      },
      () => {
        made.database.read((db) => db.get('SELECT * FROM user WHERE id = @id', { id: grant.user.id }))
      },
    )
    return { name: 'access.identify', value: figure.value / 1000, baseline: figure.baseline / 1000, unit: 'µs', goal: { atMost: 200 } }
  } finally {
    await made.end()
  }
}

export const run: Benchmark = async ({ quick }) => [
  await signIns(quick ? 10 : 60),
  permissionCheck(quick ? 3 : 9, quick ? 50_000 : 500_000),
  await identify(quick ? 3 : 9, quick ? 1000 : 10_000),
]
