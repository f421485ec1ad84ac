"""Style of the page of a report: a column to read, tables of three lines, wide ones scroll by themselves."""

STYLE = """
body.report { max-width: 1060px; font-size: 15px; line-height: 1.5; }
.report header.front { display: block; border-bottom: 2px solid var(--ink); padding-bottom: 8px; }
.report h1 { font-size: 26px; } .report h2 { font-size: 20px; margin: 0 0 6px; }
.report h3 { font-size: 16px; margin: 18px 0 4px; }
.report nav { display: block; margin: 10px 0 0; } .report nav ul { list-style: none; display: flex; flex-wrap: wrap;
  gap: 2px 18px; }
.report main p { margin: 8px 0; max-width: 860px; }
.report main p.note, .report main p.source { font-size: 13px; color: var(--soft); font-weight: 400; }
.report main p.strong { font-weight: 700; }
.report main p.item { padding-left: 14px; border-left: 3px solid var(--rule); }
.report pre { background: #f5f5f3; padding: 8px 10px; margin: 8px 0; overflow-x: auto; font-size: 12.5px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.report figure { margin: 18px 0; } .report figcaption { font-size: 13px; color: var(--soft); margin-top: 6px;
  max-width: 860px; }
.report figcaption b, .report caption b { color: var(--ink); margin-right: 6px; }
.report .alt p.name { font-weight: 700; margin: 0; }
.drawn { overflow-x: auto; } .drawn > svg { width: auto; max-width: 100%; height: auto; display: block; }
.scroll { overflow-x: auto; margin: 16px 0 4px; }
table.three { border-top: 1.5px solid var(--ink); border-bottom: 1.5px solid var(--ink); font-size: 13px;
  line-height: 1.35; width: auto; min-width: 50%; }
table.three caption { text-align: left; padding: 0 0 6px; font-size: 13px; color: var(--soft); }
table.three th { font-weight: 600; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
table.three th, table.three td { padding: 3px 14px 3px 0; }
table.three th.r, table.three td.r { text-align: right; white-space: nowrap; }
a.n { color: inherit; text-decoration: underline dotted var(--mark); text-underline-offset: 2px; }
.report ol { padding-left: 24px; } .report .runs { font-size: 11px; overflow-wrap: anywhere; color: var(--soft); }
.report details { margin-top: 12px; } .report details summary { font-size: 14px; font-weight: 400; }
@media (max-width: 640px) { table.three { min-width: 600px; } .report h1 { font-size: 22px; } }
@media print { .report nav { display: none; } .report details:not([open]) { display: none; } }
"""
