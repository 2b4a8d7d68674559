/** How pages for people look, over the design tokens: the run's report and comparisons. */

export const pageStyle = `
body{font:var(--weight) 14px/var(--leading) var(--font-ui);color:var(--ink);background:var(--bg);max-width:780px;margin:0 auto;padding:var(--space-6);font-variant-numeric:tabular-nums}
h1{font-size:var(--text-2xl);margin:0}h2{font-size:var(--text-xl);margin:0 0 var(--space-3)}h3{font-size:var(--text-m);margin:var(--space-3) 0 var(--space-1)}
section{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius-l);padding:var(--space-4);margin-top:var(--space-4)}
table{border-collapse:collapse;width:100%;font-size:var(--text-m)}th{text-align:left;color:var(--ink-3);font-weight:var(--weight-medium)}th,td{padding:4px 8px 4px 0;border-bottom:1px solid var(--line)}
.note{color:var(--ink-3);font-size:var(--text-s)}.row{display:grid;grid-template-columns:1fr 1fr;gap:var(--space-4)}figure{margin:0}figcaption{font-weight:var(--weight-medium)}td small{color:var(--ink-3);white-space:nowrap}figcaption small{display:block;color:var(--ink-3);font-weight:var(--weight)}
.strip{display:flex;flex-wrap:wrap;gap:var(--space-2)}.strip img{width:48px;height:48px;border-radius:var(--radius-s);image-rendering:pixelated}
pre{overflow:auto;font:var(--text-s)/1.5 var(--font-mono);max-height:320px}
svg{width:100%;height:auto}svg text{font:12px var(--font-ui);fill:var(--ink)}.tick{fill:var(--ink-3)}.value{font-weight:640}.grid{stroke:var(--grid)}.reference{stroke:var(--axis);stroke-dasharray:2 3}
.band{fill:var(--band)}.seed{stroke:var(--axis);stroke-width:1.5}.mean{fill:var(--accent)}.series{fill:none;stroke-width:1.75}
.series-0{stroke:var(--ink-3)}.series-1{stroke:var(--accent)}.series-2{stroke:var(--domain-target)}.series-3{stroke:var(--good)}
`
