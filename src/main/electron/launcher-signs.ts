// What the desktop app and its launcher have agreed on; the launcher's side is src/main/launch/run-desktop.ts.

/** On standard output, once the window is there. */
export const readyLine = 'Gatehouse window: ready'

/** Before the window: the app has said itself what is wrong, and no other host would do better. */
export const exitCodes = { fine: 0, badOptions: 2, refused: 3, running: 4 } as const
