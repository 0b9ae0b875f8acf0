// Reads how much memory a process holds resident.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** MB (10^6 bytes), of the one process. */
export const residentMegabytes = (pid: number): number => {
  if (process.platform === 'linux') {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    if (kibibytes) return (Number(kibibytes) * 1024) / 1e6
  }
  // macOS and the BSDs; Windows has no `ps`, and says so by throwing.
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6
}
