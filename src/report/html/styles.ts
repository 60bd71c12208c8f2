/** The look of the page: light and dark, narrow and wide, on paper. Colours are those of Okabe and Ito, and viridis. */
import { scale } from '@observablehq/plot';
import { LEVELS } from './charts/heat-map.js';

export function pageCss(): string {
  const viridis = scale({ color: { type: 'linear', scheme: 'viridis', domain: [0, LEVELS - 1] } }) as unknown as {
    readonly apply: (level: number) => string;
  };
  const levels = Array.from({ length: LEVELS }, (_, level) => `.h${level}{fill:${viridis.apply(level)}}`);
  return `${CSS}\n${levels.join('\n')}`;
}

const CSS = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --card: #f6f7f9; --ink: #1a1c20; --soft: #55595f; --line: #d5d8dd; --link: #0b57a4;
  --target: #0072b2; --output: #c04a00; --error: #8b3a72; --bound: #007d5a; --quiet: #6b7077; --grid: #dde0e4; --cut: #ffffff;
  --certified: #006b4d; --held: #0b57a4; --refuted: #a81e2d; --inconclusive: #7a5600; --wash: 12%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1d2025; --ink: #e8eaed; --soft: #b0b5bd; --line: #3a3f47; --link: #8ab8f0;
    --target: #56b4e9; --output: #f0a04b; --error: #e39ac6; --bound: #35c79a; --quiet: #a0a6ae; --grid: #353a42; --cut: #ffffff;
    --certified: #5fd6ae; --held: #8ab8f0; --refuted: #ff9b9b; --inconclusive: #e6c25a; --wash: 18%;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 1.9rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin: 0 0 8px; }
h3 { font-size: 1.05rem; margin: 24px 0 6px; }
figcaption h3, details h3 { font-size: 0.95rem; margin: 0 0 2px; }
h4 { font-size: 0.85rem; margin: 0; font-weight: 600; }
p { margin: 6px 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav a { margin-right: 16px; display: inline-block; padding: 4px 0; }
.skip { position: absolute; left: -999px; top: 0; background: var(--paper); padding: 8px 14px; z-index: 1; }
.skip:focus { left: 8px; top: 8px; }
section { margin: 28px 0; }
section.claim { border: 1px solid var(--line); border-radius: 10px; padding: 20px 22px; background: var(--paper); }
.lead { font-size: 1.05rem; }
.source, .note, .title, figcaption p { color: var(--soft); font-size: 0.88rem; }
.title { display: block; font-weight: 400; }
.chip { border: 1px solid var(--line); border-radius: 20px; padding: 1px 9px; font-size: 0.8rem; white-space: nowrap; }
.badge { display: inline-block; border-radius: 20px; padding: 1px 10px; font-size: 0.82rem; font-weight: 600; white-space: nowrap; vertical-align: middle;
  color: var(--tone); border: 1px solid var(--tone); background: color-mix(in srgb, var(--tone) var(--wash), var(--paper)); }
.certified { --tone: var(--certified); } .held { --tone: var(--held); } .refuted { --tone: var(--refuted); } .inconclusive { --tone: var(--inconclusive); }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: 12px; padding: 0; margin: 12px 0; }
.tile { flex: 1 1 150px; border: 1px solid var(--line); border-top: 4px solid var(--tone, var(--line)); border-radius: 8px; padding: 10px 14px; background: var(--card); }
.tile strong { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.warning { border-left: 4px solid var(--refuted); background: var(--card); padding: 8px 14px; margin: 10px 0; }
.statement { background: var(--card); border-radius: 8px; padding: 4px 14px; margin: 10px 0; }
.statement .katex-display { margin: 10px 0; text-align: left; }
.statement .katex-display > .katex { text-align: left; font-size: 1.12em; }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll .katex-display { overflow: visible; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; }
th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
table.claims { min-width: 760px; }
table.claims tbody th { min-width: 220px; font-weight: 600; }
.number, table.numbers td, table.numbers th { font-variant-numeric: tabular-nums; white-space: nowrap; }
table.numbers { width: auto; font-size: 0.82rem; }
table.numbers th[scope="row"] { font-weight: 400; }
details { margin: 8px 0; }
summary { cursor: pointer; color: var(--link); padding: 3px 0; width: fit-content; }
.words { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 4px 28px; font-size: 0.93rem; }
ul { padding-left: 20px; margin: 4px 0; } li { margin: 3px 0; }
dl { margin: 8px 0; }
dl.facts, details > dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; font-size: 0.93rem; }
details > dl { grid-template-columns: minmax(120px, max-content) minmax(0, 1fr); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre { background: var(--card); border-radius: 6px; padding: 10px 14px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.82rem; }
sub, sup { line-height: 0; font-size: 0.75em; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.92em; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; margin: 14px 0; align-items: start; }
figure { margin: 10px 0; border: 1px solid var(--line); border-radius: 8px; padding: 14px; min-width: 0; }
.pair figure { margin: 0; }
.plot { display: block; width: 100%; max-width: 460px; height: auto; margin: 6px 0; color: var(--ink); }
.plot text { white-space: pre; }
.maps, .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 14px 22px; }

.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 0.85rem; }
.entry { display: inline-flex; align-items: center; gap: 7px; }
.key { display: inline-block; width: 26px; height: 0; border-top: 3px solid var(--quiet); }
.key-target { border-top: 3px dashed var(--target); } .key-output { border-color: var(--output); } .key-error { border-top: 6px solid var(--error); }
.key-bound { border-color: var(--bound); } .key-slope { border-top: 2px dashed var(--quiet); } .key-cut { border-top: 0; width: 1px; height: 16px; border-left: 2px solid var(--grid); }
.key-at { border-top: 0; width: 1px; height: 16px; border-left: 2px dotted var(--quiet); }
.scale { font-size: 0.82rem; color: var(--soft); display: flex; align-items: center; gap: 8px; margin-left: 8%; }
.scale span { white-space: nowrap; }
.scale svg { width: 160px; height: 12px; flex: 0 1 160px; }
.counterexample { border-left: 3px solid var(--line); padding-left: 12px; font-size: 0.92rem; margin: 4px 0 12px; }
.back { font-size: 0.85rem; }
footer { padding-bottom: 40px; color: var(--soft); font-size: 0.85rem; }
@media (max-width: 560px) {
  body { font-size: 15px; } header, main, footer { padding-left: 12px; padding-right: 12px; }
  section.claim { padding: 14px 12px; } figure { padding: 10px 8px; }
  dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: 6px; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #bbb; --link: #000; }
  body { font-size: 10pt; } nav, .skip, .back { display: none; } a { text-decoration: none; }
  header, main, footer { max-width: none; padding: 0; }
  section.claim { border: 0; border-top: 1px solid #999; border-radius: 0; padding: 8px 0; }
  figure, tr, .tile { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  .scroll { overflow: visible; } table.claims { min-width: 0; }
  pre { white-space: pre-wrap; }
  /* What the reader must not miss on paper; tables of samples and cases by value are in the files. */
  details.printed::details-content { content-visibility: visible; block-size: auto; }
}`;
