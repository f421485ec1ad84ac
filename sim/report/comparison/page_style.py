"""Style of the page of a comparison: four columns on a desk, three on a telephone, black and white in print."""

from __future__ import annotations

from sim.report.comparison import cells

STYLE = (
    """
:root { --ink: #1a1a1a; --soft: #595959; --mark: #767676; --rule: #d4d4d4; --band: #e9e9e6; --link: #0072b2;
  --better-colour: #1b7837; --worse-colour: #8e2a8e; }
* { box-sizing: border-box; }
html { font: 13px/1.38 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, "PingFang SC",
  "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif;
  color: var(--ink); background: #fff; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
body { max-width: 1280px; margin: 0 auto; padding: 14px 20px 40px; }
h1, h2, h3, p, ul, figure, table { margin: 0; padding: 0; }
h1 { font-size: 20px; line-height: 1.25; }
h3 { font-size: 13px; margin: 14px 0 2px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
abbr { text-decoration: none; cursor: help; }
abbr:hover { text-decoration: underline dotted; }
header { display: flex; gap: 8px 24px; align-items: baseline; justify-content: space-between;
  border-bottom: 2px solid var(--ink); padding-bottom: 8px; }
nav { display: flex; flex-wrap: wrap; gap: 0 16px; white-space: nowrap; }
nav a { min-height: 24px; }
.sub, .soft, .u, .interval { color: var(--soft); }
.sub { margin: 6px 0 0; max-width: 1000px; }
header + .sub { max-width: none; }
.marks { position: absolute; }
section { margin-top: 34px; }
section > h2, summary { font-size: 17px; font-weight: 700; margin-bottom: 4px; }
summary { cursor: pointer; min-height: 24px; }
details { margin-top: 20px; }
.text { max-width: 1000px; }
.note { margin: 6px 0; font-weight: 700; }
table { border-collapse: collapse; width: 100%; }
.matrix, .time, .costs { table-layout: fixed; }
.matrix + .matrix, .time + .time, .costs + .costs { margin-top: 28px; }
col.l { width: 392px; }
td, th { text-align: left; font-weight: 400; vertical-align: top; padding: 0; }
.head > * { padding: 10px 16px 8px 0; }
.alt h2 { font-size: 15px; line-height: 1.3; margin-bottom: 4px; }
.alt p { font-size: 15px; line-height: 1.42; }
.alt p.rule, .alt p.cost { font-size: 13px; margin-top: 4px; color: var(--soft); }
b.better { color: var(--better-colour); } b.worse { color: var(--worse-colour); }
b.none, b.unknown { color: var(--soft); font-weight: 400; }
b.strong { color: var(--ink); }
.let { display: inline-block; min-width: 19px; height: 19px; line-height: 19px; text-align: center; padding: 0 3px;
  background: var(--ink); color: #fff; border-radius: 2px; font-size: 13px; font-weight: 700; margin-right: 3px; }
.letters th { padding: 6px 16px 2px 0; } .letters .title { font-weight: 700; }
tr.narrow, span.narrow { display: none; }
tr.axes td { border-top: 1px solid var(--ink); color: var(--soft); font-size: 12px; padding: 3px 0 0; height: 21px; }
.lab .name { display: inline-block; width: 240px; padding-right: 8px; vertical-align: top; }
.lab .name.wide, .t .name, .k .name { width: auto; }
.lab .base { display: inline-block; width: 54px; text-align: right; padding-right: 10px; }
.lab .least { color: var(--soft); font-size: 12px; }
.t .name { display: block; }
.u { font-size: 12px; }
tr.o > * { height: 28px; vertical-align: middle; border-top: 1px solid #ececec; }
tr.axes + tr.o > * { border-top: 0; }
tr.o.first > * { border-top: 1px solid #8a8a8a; }
td.c { padding-right: 16px; }
.c .plot { float: left; width: calc(100% - 166px); }
.c .v { float: right; width: 158px; line-height: 22px; white-space: nowrap; }
.c .v b { display: inline-block; min-width: 64px; margin-right: 6px; }
.c .v b.changed { color: var(--ink); }
.c .v b.small { font-weight: 400; }
.interval { font-size: 12px; }
.interval span { cursor: help; }
.ax { display: inline-flex; justify-content: space-between; width: calc(100% - 182px); }
.axes i { font-style: normal; }
.values { float: right; width: 174px; } .values i:first-child { display: inline-block; min-width: 70px; }
.key { list-style: none; display: grid; gap: 3px; color: var(--soft); font-size: 12px; max-width: 340px; }
.key li { display: flex; align-items: center; gap: 6px; }
.dot.keymark { width: 24px; height: 16px; flex: none; }
.bandkey { width: 24px; height: 14px; background: var(--band); border: 1px solid #dcdcd8; flex: none; }
.sign { width: 24px; text-align: center; color: var(--ink); flex: none; }
"""
    + cells.STYLE
    + """
tr.t > * { height: 96px; vertical-align: top; padding-top: 14px; }
tr.t > td.c { padding: 14px 56px 26px 42px; }
.panel { position: relative; height: 88px; }
.panel svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.panel path { vector-effect: non-scaling-stroke; fill: none; }
.panel .band { fill: var(--band); }
.panel .grid { stroke: #e6e6e6; stroke-width: 1; }
.panel .zero { stroke: #6e6e6e; stroke-width: 1.6; stroke-dasharray: 5 3; }
.panel .start { stroke: #9a9a9a; stroke-width: 1; stroke-dasharray: 1 3; }
.panel .b90 { fill: var(--k); opacity: .13; } .panel .b50 { fill: var(--k); opacity: .34; }
.panel .pair { stroke: var(--k); stroke-width: .8; opacity: .6; }
.panel .median { stroke: var(--k); stroke-width: 1.8; }
.yt i, .xt i { position: absolute; font-style: normal; font-size: 12px; color: var(--soft); line-height: 1; }
.yt i { right: 100%; margin-right: 5px; transform: translateY(-50%); white-space: nowrap; }
.xt i { top: 100%; margin-top: 5px; transform: translateX(-50%); }
.xt i:first-child { transform: none; }
.panel .end { position: absolute; left: 100%; margin-left: 5px; transform: translateY(-50%); font-size: 12px;
  line-height: 1; white-space: nowrap; color: var(--k); }
.panel.none .end { color: var(--soft); }
tr.k > * { padding: 4px 16px 4px 0; }
.wide { overflow-x: auto; }
.wide table { font-size: 12px; width: auto; min-width: 50%; }
.wide th { border-bottom: 1px solid var(--ink); padding: 3px 10px 3px 0; vertical-align: bottom; }
.wide td:first-child { min-width: 11em; }
.wide td { padding: 2px 10px 2px 0; border-top: 1px solid #ececec; }
.wide th.n, .wide td.n { text-align: right; white-space: nowrap; }
.wide td.none { color: var(--soft); }
.wide tr.group td { font-weight: 700; padding-top: 8px; }
caption { text-align: left; padding: 8px 0 2px; }
ul.list { padding-left: 1.2rem; }
ul.doses { columns: 2 30rem; column-gap: 32px; padding-left: 1.2rem; color: var(--soft); }
figure svg { width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 12px; }
pre { background: #f6f6f4; padding: 8px 10px; margin: 6px 0; overflow-x: auto; font-size: 12px; line-height: 1.45; }
footer { margin-top: 26px; color: var(--soft); border-top: 1px solid var(--rule); padding-top: 8px; }
@media (max-width: 1100px) {
  col.l { width: 226px; }
  span.narrow { display: inline; }
  .values { display: none; } .ax { width: 100%; padding-right: 12px; }
  tr.axes .base, tr.axes .least { display: none; }
  .lab .base, .lab .least { width: auto; padding: 0; font-size: 12px; color: var(--soft); text-align: left; }
  tr.o .base::after { content: " ·"; } tr.o .base { margin-right: 4px; }
  .lab .name { display: block; width: auto; }
  tr.o > * { height: 42px; }
  .c .plot, .c .v { float: none; width: 100%; } .c .v { line-height: 16px; }
  td.c { padding: 3px 12px 3px 0; }
  .alt p, .alt h2 { font-size: 13px; } .head > * { padding-right: 12px; }
  tr.t > td.c { padding: 14px 42px 26px 38px; }
  .xt i:nth-child(2), .xt i:nth-child(3) { display: none; }
  .xt i:nth-child(4) { transform: translateX(-100%); left: 100% !important; }
}
@media (max-width: 600px) {
  body { padding: 10px 12px 32px; }
  header { display: block; } nav { margin-top: 4px; } h1 { font-size: 18px; }
  colgroup { display: none; }
  .matrix, .time, .costs, .matrix tbody, .time tbody, .costs tbody { display: block; }
  .matrix tr, .time tr, .costs tr { display: grid; grid-template-columns: repeat(var(--n), 1fr); column-gap: 10px; }
  .matrix .lab, .time .lab, .costs .lab { grid-column: 1 / -1; }
  .matrix tr.head { display: flex; flex-direction: column; } .head > * { display: block; padding: 8px 0 4px; }
  .corner { order: 9; }
  .key { grid-template-columns: auto auto; max-width: none; justify-content: start; gap: 3px 14px; }
  .alt p, .alt h2 { font-size: 14px; }
  tr.o > * { height: auto; border-top: 0; } tr.o { border-top: 1px solid #dedede; padding: 5px 0 3px; }
  tr.o.first { border-top: 1px solid #777; } tr.o.first > * { border-top: 0; }
  tr.o .lab { display: flex; flex-wrap: wrap; gap: 0 4px; align-items: baseline; }
  tr.o .lab .name { flex-basis: 100%; font-weight: 700; padding: 0; }
  tr.axes { border-top: 1px solid var(--ink); } tr.axes td { border-top: 0; height: auto; } .ax { padding: 0; }
  td.c { padding: 0; }
  .c .v { text-align: center; line-height: 15px; white-space: normal; }
  .c .v b { min-width: 0; margin: 0; display: block; }
  .interval { display: block; white-space: nowrap; letter-spacing: -.2px; }
  .matrix tr.letters, .time tr.letters, .costs tr.letters { display: grid; position: sticky; top: 0; background: #fff;
    z-index: 2; border-bottom: 1px solid var(--rule); }
  .letters .lab, .letters .title { display: none; }
  .letters th { text-align: center; padding: 6px 0 2px; }
  tr.t > td.c { padding: 8px 4px 22px 30px; } .panel { height: 76px; }
  .panel .end { display: none; }
  .yt i { margin-right: 3px; letter-spacing: -.3px; }
  tr.k > td.n { padding: 2px 0; } tr.k > * { padding: 0; }
}
@media print {
  nav { display: none; } body { max-width: none; padding: 0; } pre { white-space: pre-wrap; }
  tr, figure { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
)
