/** How a report looks, on a screen and on A4 paper. */

export const reportStyle = `
@page { size: A4; margin: 16mm 15mm 18mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 180mm; padding: 24px; background: #fff; color: #151d1b; font: 10pt/1.45 system-ui, sans-serif; }
h1 { margin: 0; font-size: 18pt; font-weight: 600; }
h2 { margin: 22pt 0 6pt; font-size: 12pt; font-weight: 600; break-after: avoid; }
p { margin: 4pt 0; }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: 2pt 8pt; margin: 8pt 0; }
dt { color: #55605c; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { padding: 3pt 6pt; border-bottom: 1pt solid #8b9692; color: #55605c; font-weight: 500; text-align: left; }
td { padding: 3pt 6pt; border-bottom: .5pt solid #d6dcda; overflow-wrap: anywhere; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; }
.n { text-align: right; white-space: nowrap; overflow-wrap: normal; }
.verdict { margin: 10pt 0; padding: 8pt 12pt; border-left: 3pt solid #2f6f5e; background: #f1f5f3; break-inside: avoid; }
.verdict.broken { border-color: #a11c2f; background: #fbf0f1; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8pt; margin: 10pt 0; break-inside: avoid; }
.tile { padding: 6pt 10pt; border: .5pt solid #c5ceca; }
.tile b { display: block; font-size: 14pt; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile span, .faint { color: #55605c; }
code { font: 8.5pt/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
svg { display: block; width: 100%; break-inside: avoid; }
svg text { fill: #55605c; font-size: 9px; }
svg line { stroke: #d6dcda; stroke-width: 1; }
.s0 { fill: #9fb0b8; } .s1 { fill: #5b86c4; } .s2 { fill: #c99a1a; } .s3 { fill: #d2611f; } .s4 { fill: #a11c2f; }
.key { display: inline-block; width: 8pt; height: 8pt; margin: 0 3pt 0 8pt; }
.key.s0 { background: #9fb0b8; } .key.s1 { background: #5b86c4; } .key.s2 { background: #c99a1a; } .key.s3 { background: #d2611f; } .key.s4 { background: #a11c2f; }
@media print { body { max-width: none; padding: 0; } .new-page { break-before: page; } * { print-color-adjust: exact; } }
`
