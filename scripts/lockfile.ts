// Judges package-lock.json: whole on every platform, bound to no registry, and every install script decided upon.

export interface LockedPackage {
  version?: string
  name?: string
  resolved?: string
  hasInstallScript?: boolean
  optionalDependencies?: Record<string, string>
  dependencies?: Record<string, string>
  link?: boolean
}
export interface Lockfile {
  packages: Record<string, LockedPackage>
}

/** From the place of a package in the lockfile up to the root, as Node looks for modules. */
const placesOf = (from: string, dependency: string): string[] => {
  const places: string[] = []
  for (let at = from; ;) {
    places.push(`${at === '' ? '' : `${at}/`}node_modules/${dependency}`)
    if (at === '') return places
    const up = at.lastIndexOf('/node_modules/')
    at = up === -1 ? '' : at.slice(0, up)
  }
}

/** `keytar` in `node_modules/keytar`, `@github/keytar` where it is an alias. */
const nameOf = (place: string, { name }: LockedPackage) => name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/**
 * Plain sentences, none where all is well. A newer npm leaves packages for other platforms out of the lockfile when the
 * registry lacks one of them, and `npm ci` then refuses it there; hence the first check.
 */
export const judgeLockfile = (lockfile: Lockfile, allowScripts: Record<string, boolean>): string[] => {
  const faults: string[] = []
  const withScripts = new Set<string>()
  for (const [place, entry] of Object.entries(lockfile.packages)) {
    for (const [kind, dependencies] of [
      ['optional dependency', entry.optionalDependencies],
      ['dependency', entry.dependencies],
    ] as const) {
      for (const dependency of Object.keys(dependencies ?? {})) {
        if (!placesOf(place, dependency).some((at) => at in lockfile.packages)) {
          faults.push(
            `The ${kind} ${dependency} of ${place || 'the project'} has no entry of its own: npm ci will refuse the lockfile where it is needed.`,
          )
        }
      }
    }
    if (entry.resolved !== undefined && /^[a-z+]+:/.test(entry.resolved) && !entry.resolved.startsWith('file:')) {
      faults.push(`${place} is bound to a registry by "resolved"; remove it, so that every registry serves.`)
    }
    if (entry.hasInstallScript) withScripts.add(nameOf(place, entry))
  }
  for (const name of withScripts) {
    if (!(name in allowScripts)) faults.push(`${name} has an install script: allow or refuse it in "allowScripts" of package.json.`)
  }
  return faults
}
