/** Figures and sizes as people read them. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** Small ones with one digit after the point. */
export const figure = (value: number): string => (Math.abs(value) < 10 ? oneDigit : whole).format(value)

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Decimal units, as disks are sold. */
export const inBytes = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000
    unit++
  }
  return `${figure(value)} ${byteUnits[unit]}`
}
