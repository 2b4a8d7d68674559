/** The map and its way through training as one HTML file that opens offline: data, drawing and controls in a single page. */
import { COLOURED_CLASSES, classSlots } from './map-data'
import type { MapTheme } from './map-theme'
import type { MapTimeline } from './map-timeline'

export interface HtmlWords {
  readonly title: string
  /** What must be said under the picture: figures, verdict, what colours mean. */
  readonly note: string
}

/** Target labels are not in the file: they are not in the map. */
export function mapHtml({ points, frames, epochs }: MapTimeline, theme: MapTheme, { title, note }: HtmlWords): string {
  const data = {
    epochs,
    names: points.classNames,
    slots: classSlots(points),
    domain: [...points.domain],
    label: [...points.sourceClass],
    colours: theme.classes.slice(0, COLOURED_CLASSES),
    muted: theme.muted,
    frames: frames.map(({ epoch, positions, prediction }) => ({
      epoch,
      xy: Array.from(positions, (value) => Math.round(100 * value) / 100),
      prediction: [...prediction],
    })),
  }
  // "<" cannot end the script element early.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
body{margin:0;display:flex;flex-direction:column;height:100vh;font:14px/1.5 ${theme.font};color:${theme.ink};background:${theme.surface}}
header,footer{display:flex;gap:12px;align-items:center;padding:8px 16px}h1{margin:0;font-size:16px}canvas{flex:1;min-height:0;width:100%}
footer input{flex:1}p{margin:0;padding:0 16px 10px;color:${theme.muted}}
</style></head><body>
<header><h1>${escapeHtml(title)}</h1></header>
<canvas id="map" role="img" aria-label="${escapeHtml(title)}"></canvas>
<footer><button id="play">Play</button><input id="at" type="range" min="0" max="${frames.length - 1}" step="any" value="${frames.length - 1}" aria-label="Checkpoint"><output id="epoch"></output></footer>
<p>${escapeHtml(note)}</p>
<script>
const data = ${json};
const ink = ${JSON.stringify(theme.ink)}, surface = ${JSON.stringify(theme.surface)};
${VIEWER}
</script></body></html>
`
}

/** Plain JavaScript of the page: no library, no request. */
const VIEWER = `
const canvas = document.getElementById('map'), at = document.getElementById('at'), epoch = document.getElementById('epoch'), play = document.getElementById('play');
let low = [Infinity, Infinity], high = [-Infinity, -Infinity];
for (const f of data.frames) f.xy.forEach((v, i) => { low[i % 2] = Math.min(low[i % 2], v); high[i % 2] = Math.max(high[i % 2], v) });
function draw() {
  const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = width * ratio; canvas.height = height * ratio;
  const c = canvas.getContext('2d'); c.scale(ratio, ratio);
  const scale = Math.min((width - 56) / (high[0] - low[0] || 1), (height - 56) / (high[1] - low[1] || 1));
  const t = Number(at.value), from = data.frames[Math.floor(t)], to = data.frames[Math.ceil(t)], share = t - Math.floor(t);
  const place = i => [width / 2 + (from.xy[2 * i] + (to.xy[2 * i] - from.xy[2 * i]) * share - (low[0] + high[0]) / 2) * scale,
    height / 2 + (from.xy[2 * i + 1] + (to.xy[2 * i + 1] - from.xy[2 * i + 1]) * share - (low[1] + high[1]) / 2) * scale];
  const sums = data.names.map(() => [0, 0, 0]);
  for (let i = 0; i < data.domain.length; i++) {
    const target = data.domain[i], id = data.label[i] >= 0 ? data.label[i] : from.prediction[i], [x, y] = place(i);
    const colour = data.slots[id] < 0 ? data.muted : data.colours[data.slots[id]][target];
    c.beginPath(); c.lineWidth = 1.3; c.fillStyle = c.strokeStyle = colour;
    if (target) { c.moveTo(x, y - 3.8); c.lineTo(x + 3.4, y + 2.5); c.lineTo(x - 3.4, y + 2.5); c.closePath(); c.stroke() }
    else { c.arc(x, y, 2.6, 0, 7); c.fill(); const s = sums[id]; s[0] += x; s[1] += y; s[2]++ }
  }
  c.font = '700 16px sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle'; c.lineWidth = 4; c.lineJoin = 'round'; c.strokeStyle = surface; c.fillStyle = ink;
  sums.forEach((s, id) => { if (s[2]) { c.strokeText(data.names[id], s[0] / s[2], s[1] / s[2]); c.fillText(data.names[id], s[0] / s[2], s[1] / s[2]) } });
  epoch.textContent = 'epoch ' + (from.epoch + (to.epoch - from.epoch) * share).toFixed(1) + ' of ' + data.epochs;
}
let last = 0, playing = false;
function step(now) {
  if (!playing) return;
  const next = Number(at.value) + (last ? (now - last) / 700 : 0); last = now;
  at.value = Math.min(next, Number(at.max)); draw();
  if (next >= Number(at.max)) { playing = false; play.textContent = 'Play' } else requestAnimationFrame(step);
}
play.onclick = () => { playing = !playing; last = 0; play.textContent = playing ? 'Pause' : 'Play'; if (playing) { if (Number(at.value) >= Number(at.max)) at.value = 0; requestAnimationFrame(step) } };
at.oninput = draw; onresize = draw; draw();
`

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
