/** Which host serves this page: the desktop window vouches for itself, a browser needs a host token. */
export const onDesktop: boolean = location.protocol === 'app:'
