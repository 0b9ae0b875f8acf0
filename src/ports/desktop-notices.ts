/** How the desktop shows a message outside the window; given by the host that has a desktop. */

export interface DesktopNotice {
  id: string
  title: string
  text: string
  severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
  /** Where a click leads; null: to the alerts. */
  alertId: string | null
}

export interface DesktopNotices {
  show(notice: DesktopNotice): void
}
