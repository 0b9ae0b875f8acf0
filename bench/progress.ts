// Tells on standard error what a long benchmark is at; the figures alone go to standard output.
export interface Progress {
  begin(step: string): void
  /** 0 to 1. */
  tell(share: number): void
  end(): void
}

export const createProgress = (write: (text: string) => void = (text) => void process.stderr.write(text)): Progress => {
  const startedMs = performance.now()
  let toldMs = 0
  const seconds = () => `${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  `
  return {
    begin: (step) => write(`${seconds()}${step}\n`),
    tell: (share) => {
      if (performance.now() - toldMs < 5_000) return
      toldMs = performance.now()
      write(`${seconds()}  ${Math.round(share * 100)} %\n`)
    },
    end: () => write(`${seconds()}done\n`),
  }
}
