/** A mail server on a real socket, which takes mail, asks for a password, or fails as a test tells it to. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface ReceivedMail {
  user: string | null
  secure: boolean
  from: string
  to: string[]
  /** Headers and body, as they came. */
  raw: string
}

export interface SmtpReceiverOptions {
  certificate?: { certPem: string; keyPem: string }
  /** TLS from the first byte. */
  secure?: boolean
  startTls?: boolean
  password?: { user: string; pass: string }
  /** What it answers to a mail; 'stall' answers nothing, 'close' breaks off. Null takes it. */
  refuse?: () => { code: number; message: string } | 'stall' | 'close' | null
  refuseRecipient?: (address: string) => boolean
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

export const startSmtpReceiver = async ({
  certificate,
  secure = false,
  startTls = true,
  password,
  refuse = () => null,
  refuseRecipient = () => false,
}: SmtpReceiverOptions = {}) => {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    secure,
    ...(certificate && { cert: certificate.certPem, key: certificate.keyPem }),
    authOptional: !password,
    disabledCommands: [...(startTls ? [] : ['STARTTLS']), ...(password ? [] : ['AUTH'])],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onAuth: ({ username, password: pass }, _session, done) => {
      if (username === password?.user && pass === password?.pass) done(null, { user: username })
      else done(refusal(535, 'Wrong user or password'))
    },
    onRcptTo: ({ address }, _session, done) => done(refuseRecipient(address) ? refusal(550, 'No such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const told = refuse()
        if (told === 'stall') return
        if (told === 'close') return server.connections.forEach((connection: { close(): void }) => connection.close())
        if (told) return done(refusal(told.code, told.message))
        received.push({
          user: typeof session.user === 'string' ? session.user : null,
          secure: session.secure,
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())))
  const { port } = server.server.address() as AddressInfo
  return { port, received }
}
