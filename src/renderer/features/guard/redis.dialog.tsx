/** Where the Redis is that guards count limits in, and from then on counts there. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { redisSchema } from '../../../shared/limit-parts.ts'
import type { Policy } from '../../../shared/policy.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'

const vaultScheme = 'vault:'

export const RedisDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const before = policy.redis
  const [url, setUrl] = useState(before?.url ?? '')
  const [username, setUsername] = useState(before?.username ?? '')
  const [password, setPassword] = useState(before?.password ?? '')
  const [keyPrefix, setKeyPrefix] = useState(before?.keyPrefix ?? 'gatehouse')
  const [timeoutMs, setTimeoutMs] = useState(String(before?.timeoutMs ?? 50))
  const [tried, setTried] = useState(false)
  const known = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: useMay('vault:list') })).data ?? []
  const act = useAct()
  const read = redisSchema.safeParse({
    url: url.trim(),
    username: username.trim() === '' ? null : username.trim(),
    password: password === '' ? null : password,
    keyPrefix: keyPrefix.trim(),
    timeoutMs: Number(timeoutMs),
  })
  const edits = read.success
    ? [
        { kind: 'set-redis' as const, redis: read.data },
        { kind: 'set-limit-store' as const, store: 'redis' as const },
      ]
    : null
  const checks = useEditChecks(policy.revision, edits)
  const problemOf = (field: string, sentence: string) =>
    tried && read.error?.issues.some(({ path }) => path[0] === field) ? sentence : null
  const passwords = [{ value: '', label: 'None' }, ...known.map(({ id, label }) => ({ value: `${vaultScheme}${id}`, label }))]
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act.run(() => editPolicy(policy.revision, edits, 'Limits are counted in Redis')).then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={before ? 'Change the Redis of the limits' : 'Count limits in Redis'}
      text="Guards that are given the same address and the same beginning of keys count together, on any machine. Addresses of callers and ids of consumers are kept there until they count no more."
      save={policy.limitStore === 'redis' ? 'Save changes' : 'Count in Redis'}
      act={act}
      checks={checks}
      subject={before}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Address"
        mono
        placeholder="rediss://redis.example.com:6379"
        help="rediss is TLS; redis is plain, for this machine or a network of your own."
        value={url}
        error={problemOf('url', 'Such as rediss://redis.example.com:6379, without name or password in it.')}
        onChange={(event) => setUrl(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="User"
          placeholder="The usual one"
          value={username}
          error={problemOf('username', 'At most 100 letters.')}
          onChange={(event) => setUsername(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Field label="Password" help="A key of the vault.">
          {({ id }) => (
            <Select
              id={id}
              form
              value={password}
              options={
                passwords.some(({ value }) => value === password)
                  ? passwords
                  : [...passwords, { value: password, label: 'A key that is not to be seen' }]
              }
              onChange={setPassword}
            />
          )}
        </Field>
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label="Keys begin with"
          mono
          value={keyPrefix}
          error={problemOf('keyPrefix', 'Letters, digits and _ : . -, at most 60.')}
          onChange={(event) => setKeyPrefix(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          label="A request waits at most"
          inputMode="numeric"
          after="ms"
          help="Then this guard counts by itself."
          value={timeoutMs}
          error={problemOf('timeoutMs', 'From 5 to 1,000.')}
          onChange={(event) => setTimeoutMs(event.target.value)}
          autoComplete="off"
        />
      </div>
    </PolicyDialog>
  )
}
