/// The style of reports: one column, charts as wide as the page, drawn anew for telephones; on
/// paper nothing is torn apart and every picture keeps its colours.
let reportStyle = """
  body { max-width: 60rem; line-height: 1.7; }
  .headline { font-size: 1.06rem; border-left: .3rem solid var(--covered); padding-left: .8rem;
    margin: .8rem 0 1rem; }
  .keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .6rem;
    margin: 0 0 1rem; }
  .keys div { background: var(--panel); border: 1px solid var(--rule); border-radius: .4rem;
    padding: .5rem .8rem; }
  .keys dt { color: var(--soft); font-size: .86rem; }
  .keys dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums;
    line-height: 1.4; }
  .keys small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
  nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .92rem; }
  nav a, .csv { color: var(--covered); }
  section { border-top: 1px solid var(--rule); margin-top: 1.6rem; padding-top: .4rem; }
  section h2, footer h2 { font-size: 1.15rem; color: var(--ink); margin: .6rem 0 .3rem; }
  .lead { margin: .2rem 0 .6rem; }
  .remarks { margin: .4rem 0; padding-left: 1.2rem; font-size: .92rem; color: var(--soft); }
  figure { margin: .6rem 0 1rem; }
  figcaption { font-size: .92rem; font-weight: 600; margin: 0 0 .3rem; }
  .chart { display: block; width: 100%; height: auto; }
  .chart.narrow { display: none; }
  .data { font-size: .92rem; margin: .3rem 0; position: relative; }
  .data .csv { float: right; }
  .data summary { cursor: pointer; color: var(--covered); width: max-content; }
  .across { overflow-x: auto; margin: .4rem 0; }
  table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums;
    min-width: 60%; overflow-wrap: normal; }
  th, td { border-bottom: 1px solid var(--rule); padding: .25rem .6rem; text-align: left;
    vertical-align: top; }
  td { min-width: 4rem; }
  th { color: var(--soft); font-weight: 600; white-space: nowrap; }
  .n { text-align: right; white-space: nowrap; }
  th:first-child, td:first-child { padding-left: 0; }
  td:last-child:not(.n) { min-width: 12rem; }
  .total td { font-weight: 600; border-top: 2px solid var(--soft); }
  footer { border-top: 1px solid var(--rule); margin-top: 2rem; font-size: .86rem;
    color: var(--soft); }
  footer dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
  footer dd { margin: 0; }
  code { font-family: ui-monospace, "Noto Sans Mono CJK SC", Menlo, Consolas, monospace;
    overflow-wrap: anywhere; }
  @media screen and (max-width: 48rem) {
    .chart.wide { display: none; }
    .chart.narrow { display: block; max-width: 30rem; }
    figure.across .chart { display: block; min-width: 38rem; }
    .keys { grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
    body { padding-bottom: 1rem; }
    footer dl { grid-template-columns: 1fr; }
    footer dt { margin-top: .4rem; }
  }
  @media print {
    @page { size: A4; margin: 14mm 13mm; }
    body { font-size: 9.5pt; line-height: 1.5; }
    nav, .csv { display: none; }
    details:not([open]) { display: none; }
    section { margin-top: .8rem; }
    h2, .lead { break-after: avoid; }
    figure, .keys div, tr, .headline { break-inside: avoid; }
    thead { display: table-header-group; }
    table { font-size: 8pt; }
    .across { overflow: visible; }
  }
  """
