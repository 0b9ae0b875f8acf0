#!/usr/bin/env node
// Verifies an export of the audit log (NDJSON, also .gz) or its database, without anything of Gatehouse. See verify-log.md.
// node verify-log.mjs FILE [PROOF.json] [--installation ID] [--key BASE64] [--key-id HEX]; ends with 0: holds, 1: broken, 2: cannot tell.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'

const fields =
  'sequence atMs severity outcome action actorKind actorId actorName source targetKind targetId targetName threatClass requestId count message detail'
const names = fields.split(' ')
const netstring = (value) => (value === null ? '~,' : `${Buffer.byteLength(`${value}`)}:${value},`)
const canonical = (values) => Buffer.from(`\x01${values.map(netstring).join('')}`)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const end = (code, text) => (console.log(text), process.exit(code))
process.on('uncaughtException', (error) => end(2, `Cannot verify: ${error.message}`))
const broken = (sequence, what) => end(1, `BROKEN at entry ${sequence}: ${what}. What stands before it holds.`)

const parse = (line) => {
  try {
    return JSON.parse(line)
  } catch {
    end(1, `BROKEN: this line is no entry: ${line.slice(0, 80)}`)
  }
}
async function* linesOf(file, content) {
  const input = createReadStream(file)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const chunk of file.endsWith('.gz') ? input.pipe(createGunzip()) : input) {
    content.update(chunk)
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()
    for (const line of lines) yield parse(line)
  }
  if (rest + decoder.decode() !== '') end(1, 'BROKEN: the file ends in the middle of a line.')
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { installation: { type: 'string' }, key: { type: 'string' }, 'key-id': { type: 'string' } },
})
const [file, proofFile] = positionals
if (!file) end(2, 'node verify-log.mjs FILE [PROOF.json] [--installation ID] [--key BASE64] [--key-id HEX]')
const proof = proofFile ? JSON.parse(readFileSync(proofFile, 'utf8')) : null
const manifest = proof?.manifest ?? null
const content = createHash('sha256')
const stored = file.endsWith('.db') ? await (await import('./verify-log-database.mjs')).openLog(file) : null
const head = (proof ? (manifest ? manifest.head : proof) : stored?.head) ?? null
const installation = given.installation ?? manifest?.installationId ?? stored?.installation ?? end(2, 'Say --installation ID.')
const publicKey = given.key ?? proof?.signature?.publicKey ?? manifest?.head?.publicKey ?? stored?.keyOf(head?.keyId) ?? null
const keyId = publicKey && sha256(Buffer.from(publicKey, 'base64')).slice(0, 16)
if (given['key-id'] && keyId !== given['key-id']) end(1, `BROKEN: the key is ${keyId}, not ${given['key-id']}.`)
const signed = (statement, signature) =>
  publicKey !== null &&
  verify(
    null,
    canonical(statement),
    createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' }),
    Buffer.from(signature, 'base64'),
  )
const words = head && ['signed head', installation, head.sequence, head.atMs, head.hash, head.horizonSequence, head.horizonHash]
if (head && publicKey && !signed(words, head.signature)) broken(head.sequence, 'the signature of its head does not hold')
if (proof?.signature?.value && !signed(['export manifest', JSON.stringify(manifest)], proof.signature.value))
  end(1, 'BROKEN: the signature of the manifest does not hold.')

const isFiltered = manifest !== null && Object.values(manifest.filter).some((one) => (Array.isArray(one) ? one.length > 0 : one !== null))
const beginning = { sequence: head?.horizonSequence ?? 0, hash: head?.horizonHash ?? '0'.repeat(64) }
let last = isFiltered ? null : beginning
let entries = 0
let first = 0
let covered = false
for await (const entry of stored ? stored.entries() : linesOf(file, content)) {
  const { sequence, previousHash, hash } = entry
  if (Object.keys(entry).join(' ') !== `${fields} previousHash hash`) broken(sequence, 'it has other fields than an entry has')
  if (last && sequence <= last.sequence) broken(sequence, 'it does not stand in order')
  if (last && sequence > last.sequence + 1 && !isFiltered) broken(last.sequence + 1, `entries up to ${sequence - 1} are missing`)
  if (last && sequence === last.sequence + 1 && previousHash !== last.hash) broken(sequence, 'it does not link to the entry before')
  if (sha256(canonical([installation, ...names.map((name) => entry[name]), previousHash])) !== hash) broken(sequence, 'it was changed')
  if (head?.sequence === sequence && head.hash !== hash) broken(sequence, 'it is not the entry that was signed')
  // Over gaps no head speaks for what stands before it.
  covered ||= !isFiltered && head?.sequence === sequence
  entries += 1
  first ||= sequence
  last = { sequence, hash }
}
const until = last?.sequence ?? 0
if (manifest && (manifest.rows !== entries || manifest.content.sha256 !== content.digest('hex')))
  end(1, `BROKEN: the file is not the one that the manifest speaks of (${entries} entries, of ${manifest.rows}).`)
if (head && head.sequence > until && !isFiltered)
  broken(until + 1, `the end was cut off: the signed head covers entries up to ${head.sequence}`)
console.log(
  `${entries} entries, ${first} to ${until}: each hash is right${isFiltered ? '' : ', each links to the one before, and none is missing'}.`,
)
if (proof?.signature?.value) console.log(`The file is the one that was exported: its manifest is signed with key ${keyId}.`)
if (covered && publicKey)
  console.log(`Entries up to ${head.sequence} are covered by the head signed on ${new Date(head.atMs).toISOString()} with key ${keyId}.`)
else if (!proof?.signature?.value) end(2, 'No signature speaks for them: whoever wrote the file could have made it up.')
if (!given['key-id']) console.log(`Compare the key with the one that you noted: ${keyId}.`)
