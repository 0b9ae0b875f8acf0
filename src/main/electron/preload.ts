// All that the page learns of the desktop: that it is there. No call crosses here; the API does everything.
import { contextBridge } from 'electron'

contextBridge.exposeInMainWorld('gatehouse', Object.freeze({ host: 'desktop', platform: process.platform }))
