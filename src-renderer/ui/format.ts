/** Figures and times as the whole window writes them. */

const counts = new Intl.NumberFormat('en-US')

/** 4500 → "4,500". */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** "1 image", "4,500 images". */
export function formatAmount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** 73.06 → "73.1". */
export function formatPct(percent: number): string {
  return percent.toFixed(1)
}

/** 250 → "4 min 10 s"; under a minute "42 s"; above an hour "1 h 5 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(whole / 60)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** The same with coarse steps, for a figure that would otherwise flicker: 254 → "4 min 10 s". */
export function formatTimeLeft(seconds: number): string {
  const step = seconds < 20 ? 1 : seconds < 120 ? 5 : seconds < 1200 ? 10 : 60
  return formatDuration(Math.ceil(seconds / step) * step)
}

/** The shortest form, for narrow places: "40 s", "4 min", "1 h 5 min". */
export function formatTimeLeftShort(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds / (seconds < 20 ? 1 : 5)) * (seconds < 20 ? 1 : 5)} s`
  return formatDuration(Math.ceil(seconds / 60) * 60)
}

/** 1.5e9 → "1.4 GiB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** "today 14:02", "yesterday 09:30", "3 May 14:02", "3 May 2024". */
export function formatWhen(iso: string, now: Date = new Date()): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return '–'
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0) return `today ${time}`
  if (days === 1) return `yesterday ${time}`
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return date.getFullYear() === now.getFullYear() ? `${day} ${time}` : `${day} ${date.getFullYear()}`
}

/** Seconds between two ISO times; null when either is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (!from || !to) return null
  const seconds = (new Date(to).getTime() - new Date(from).getTime()) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** The last part of a path, for a title; the whole path belongs in the tooltip. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
