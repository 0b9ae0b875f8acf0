// The walls of the house as one table: each room, and the files and packages that its files may import.
import { rendererRooms } from './renderer-rooms.ts'
import { shared, testPackages } from './room.ts'
import type { Room } from './room.ts'

/** Of the core's test-kit, for tests of the guard. */
const lentToGuard = ['hand-clock', 'make-certificate', 'redis-server', 'small-disk'].map((file) => `src/main/test-kit/${file}.ts`)
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/*.long.test.ts']

const ports = ['src/ports/**']
const database = ['src/main/database/**']
/** How anything is sent out of the machine: judged addresses, signed webhooks, secrets that go nowhere else. */
const outgoing = ['src/main/outgoing/**', '!src/main/outgoing/**/*.test.ts']
/** The log's canonical form: pure functions that a feature may use as they are. */
const pureDatabase = [
  'src/main/database/chain.ts',
  'src/main/database/head-signature.ts',
  'src/main/database/showable-figures.ts',
  'src/main/database/log-index/entry-terms.ts',
]
const core = ['src/main/database/**', 'src/main/outgoing/**', 'src/main/features/**', 'src/main/console/**']
/** What a feature lends to others: interfaces, of which `create-console.ts` hands in the real thing. */
const lent = ['src/main/features/vault/key-ring.ts', 'src/main/features/vault/master-key-place.ts']
/** Scripts; a page of the documentation is written from the registry of the settings. */
const documenting = ['scripts/**', 'e2e/**', 'src/main/features/settings/document-settings.ts']
/** How procedures are called: the same for every feature. */
const handlers = ['src/main/features/handlers.ts']

/** Packages of one purpose, each opened to the features that need it. */
const featurePackages: Record<string, string[]> = {
  access: ['@node-rs/argon2', 'otplib', 'qrcode', '@zxcvbn-ts/core', '@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en'],
  advice: [],
  alerts: [],
  audit: ['zod'],
  backup: ['zod', '@node-rs/argon2'],
  browsers: [],
  dashboards: [],
  databases: [],
  forwarding: [],
  guard: [],
  incidents: [],
  live: [],
  monitoring: ['systeminformation'],
  notifications: ['nodemailer'],
  settings: [],
  traffic: [],
  vault: [],
}

const featureRooms = (feature: string, packages: string[]): Room[] => {
  const own = `src/main/features/${feature}`
  const pure = [
    `${own}/**`,
    `!${own}/**/*.service.ts`,
    `!${own}/**/*.store.ts`,
    `!${own}/**/*.procedures.ts`,
    `!${own}/**/*.slices.ts`,
    `!${own}/**/*.test.ts`,
  ]
  return [
    {
      name: `procedures of ${feature}`,
      files: [`${own}/**/*.procedures.ts`],
      imports: [`${own}/**/*.service.ts`, ...handlers, ...shared],
      packages: [],
    },
    {
      name: `services of ${feature}`,
      files: [`${own}/**/*.service.ts`],
      imports: [...pure, `${own}/**/*.service.ts`, `${own}/**/*.store.ts`, ...handlers, ...outgoing, ...database, ...ports, ...shared],
      types: [...lent, `${own}/**/*.slices.ts`],
      packages: ['node:*', ...packages],
    },
    {
      name: `stores of ${feature}`,
      files: [`${own}/**/*.store.ts`],
      imports: [...pure, `${own}/**/*.store.ts`, ...outgoing, ...database, ...ports, ...shared],
      types: lent,
      packages: ['node:*'],
    },
    {
      // long reads that run in the reader worker, a slice at a time
      name: `slices of ${feature}`,
      files: [`${own}/**/*.slices.ts`],
      imports: [...pure, `${own}/**/*.slices.ts`, `${own}/**/*.store.ts`, ...database, ...ports, ...shared],
      packages: [],
    },
    {
      name: `pure files of ${feature}`,
      files: [`${own}/**`],
      imports: [...pure, ...pureDatabase, ...outgoing, ...ports, ...shared],
      types: [...database, ...lent, `${own}/**/*.store.ts`],
      packages: ['node:*', ...packages],
    },
  ]
}

const features = Object.entries(featurePackages).flatMap(([feature, packages]) => featureRooms(feature, packages))

export const rooms: Room[] = [
  // Both sides of every wall
  { name: 'tests of shared', files: ['src/shared/**/*.test.ts'], imports: shared, packages: [...testPackages, 'node:*', 'zod'] },
  { name: 'shared', files: shared, imports: shared, packages: ['zod', '@orpc/contract'] },
  {
    name: 'tests of ports',
    files: ['src/ports/**/*.test.ts'],
    imports: [...ports, 'src/main/test-kit/**'],
    packages: [...testPackages, 'node:*', 'pino'],
  },
  { name: 'ports', files: ports, imports: [...ports, ...shared], packages: ['node:*', 'pino', 'keytar'] },

  // The core
  {
    name: 'tests of the core',
    files: core.map((room) => `${room}/*.test.ts`),
    imports: [...core, 'src/main/test-kit/**', ...ports, ...shared],
    packages: [
      ...testPackages,
      'node:*',
      'better-sqlite3',
      'otplib',
      'hono',
      '@orpc/client',
      '@orpc/contract',
      '@orpc/server',
      '@orpc/openapi',
      'zod',
    ],
  },
  { name: 'database', files: database, imports: [...database, ...ports, ...shared], packages: ['node:*', 'better-sqlite3'] },
  {
    name: 'outgoing',
    files: ['src/main/outgoing/**'],
    imports: [...outgoing, ...ports, ...shared],
    types: [...lent, ...database],
    packages: ['node:*'],
  },
  { name: 'handlers', files: handlers, imports: [...shared, ...ports], types: database, packages: ['@orpc/contract', 'zod', 'node:*'] },
  ...features,
  {
    name: 'console',
    files: ['src/main/console/**'],
    imports: ['src/main/console/**', 'src/main/features/**', '!src/main/features/**/*.store.ts', ...database, ...ports, ...shared],
    packages: ['node:*', 'hono', '@orpc/server', '@orpc/contract', '@orpc/openapi', '@orpc/json-schema', '@orpc/zod', 'zod'],
  },
  {
    name: 'test-kit',
    files: ['src/main/test-kit/**'],
    imports: ['src/main/**', '!src/main/electron/**', '!src/main/headless/**', ...ports, ...shared],
    packages: [...testPackages, 'node:*', 'better-sqlite3', 'otplib', '@orpc/client', '@orpc/contract', '@orpc/openapi', 'smtp-server'],
  },

  // The hosts, the only two ways in
  {
    name: 'tests of the desktop host',
    files: ['src/main/electron/**/*.test.ts'],
    imports: ['src/main/electron/**', 'src/main/console/**', 'src/main/test-kit/**', ...ports, ...shared],
    packages: [...testPackages, 'node:*', 'ajv', 'yaml', 'electron', 'hono', '@orpc/server', '@orpc/client'],
  },
  {
    name: 'desktop host',
    files: ['src/main/electron/**'],
    imports: ['src/main/electron/**', 'src/main/console/**', ...ports, ...shared],
    packages: ['electron', 'node:*'],
  },
  {
    name: 'tests of the headless host',
    files: ['src/main/headless/**/*.test.ts'],
    imports: ['src/main/headless/**', 'src/main/console/**', 'src/main/test-kit/**', ...ports, ...shared],
    packages: [...testPackages, 'node:*', 'hono', '@hono/node-server'],
  },
  {
    name: 'headless host',
    files: ['src/main/headless/**'],
    imports: ['src/main/headless/**', 'src/main/console/**', ...ports, ...shared],
    packages: ['node:*', 'hono', '@hono/node-server'],
  },
  {
    name: 'tests of launch',
    files: ['src/main/launch/**/*.test.ts'],
    imports: ['src/main/launch/**', 'src/main/test-kit/**'],
    packages: [...testPackages, 'node:*'],
  },
  { name: 'launch', files: ['src/main/launch.ts', 'src/main/launch/**'], imports: ['src/main/launch/**', ...ports], packages: ['node:*'] },

  // The guard
  {
    name: 'tests of the guard',
    files: ['src/guard/**/*.test.ts'],
    imports: ['src/guard/**', ...lentToGuard, ...ports, ...shared],
    packages: [...testPackages, 'node:*', 'undici', 'ws', 'better-sqlite3'],
  },
  {
    name: 'test-kit of the guard',
    files: ['src/guard/test-kit/**'],
    imports: ['src/guard/**', ...ports, ...shared],
    packages: ['node:*', 'vitest', 'zod'],
  },
  {
    name: 'stores of the guard',
    files: ['src/guard/**/*.store.ts'],
    imports: ['src/guard/**', ...ports, ...shared],
    packages: ['node:*', 'better-sqlite3'],
  },
  {
    name: 'guard',
    files: ['src/guard/**'],
    imports: ['src/guard/**', ...ports, ...shared],
    packages: ['node:*', 'undici', 'jose', 'cockatiel', 'lru-cache', 'ioredis', 'yaml', 'zod'],
  },

  ...rendererRooms,

  // Around the product
  {
    name: 'end-to-end',
    files: ['e2e/**'],
    // The attacker of the tampering test knows how entries are hashed, as anyone may; a log of a million entries is made outside.
    imports: ['e2e/**', 'src/shared/**', 'src/main/database/chain.ts', 'bench/generate-log.ts'],
    packages: ['node:*', 'vitest', 'playwright', '@sparticuz/chromium', 'pngjs', 'jsqr', 'axe-core', 'better-sqlite3'],
  },
  {
    name: 'bench',
    files: ['bench/**'],
    imports: ['bench/**', 'e2e/**', 'src/**'],
    packages: ['node:*', 'vitest', 'playwright', 'better-sqlite3', 'fastify', '@fastify/http-proxy'],
  },
  { name: 'scripts', files: ['scripts/**'], imports: documenting, packages: ['node:*', 'vitest', 'playwright', 'pngjs'] },
  { name: 'lint', files: ['lint/**'], imports: ['lint/**'], packages: ['node:*', 'vitest', 'oxlint'] },
  {
    name: 'configuration',
    files: ['vite.config.ts', 'vitest.config.ts'],
    imports: [],
    packages: ['node:*', 'vite', 'vitest', '@vitejs/plugin-react', '@tailwindcss/vite'],
  },
]

/** Rooms whose files may stand outside the walls of tests: what only tests may import. */
export const testOnly = [...tests, 'src/main/test-kit/**', 'src/guard/test-kit/**']
