/// What all pages look alike in: paper, ink and letters. Colours are told apart by readers who do
/// not see red and green.
let sheetStyle = """
  :root {
    color-scheme: light dark;
    --paper: #fff; --ink: #1b1b1f; --soft: #5c5f66; --rule: #d9dce1; --panel: #f6f7f9;
    --covered: #0072b2; --covered-back: #e4f0f9;
    --omitted: #6b6f76; --omitted-back: #eeeff1;
    --missing: #b64a00; --missing-back: #ffe4d1;
    --promise: #a5457f;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #17181b; --ink: #e6e6ea; --soft: #a3a7af; --rule: #3a3d44; --panel: #202226;
      --covered: #6fbdf0; --covered-back: #14324a;
      --omitted: #9ea3ab; --omitted-back: #2d2f34;
      --missing: #ffa869; --missing-back: #572a06;
      --promise: #e39ac6;
    }
  }
  * { box-sizing: border-box; }
  html { scroll-padding-top: 1rem; }
  body {
    margin: 0 auto; max-width: 88rem; padding: 1rem; background: var(--paper);
    color: var(--ink); line-height: 1.85; overflow-wrap: anywhere;
    font-family: system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC",
      "Microsoft YaHei", sans-serif;
  }
  h1 { font-size: 1.4rem; line-height: 1.4; margin: 0 0 .3rem; }
  h2 { font-size: 1rem; color: var(--soft); margin: 1rem 0 .4rem; }
  h3 { font-size: 1rem; line-height: 1.5; margin: .2rem 2.6rem .3rem 0; }
  .files { color: var(--soft); font-size: .88rem; }
  .files { margin: 0 0 .8rem; }
  @media print {
    :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #999; --panel: #fff; }
    body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.6; }
  }
  """

/// The style of the coverage page: two columns on a wide screen, a sheet from below on a telephone,
/// the rules behind the text on paper. States differ in their lines as well as in colour.
let pageStyle = """
  \(sheetStyle)
  .what, .place, .missing-list span { color: var(--soft); font-size: .88rem; }
  .legend { list-style: none; margin: 0 0 .8rem; padding: 0; display: grid; gap: .1rem 1.6rem;
    grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); }
  .legend li { display: grid; grid-template-columns: 2.6rem 8.2rem 1fr; align-items: baseline; }
  .count { text-align: right; padding-right: .7rem; font-variant-numeric: tabular-nums; }
  .sample { justify-self: start; }
  .done { border-left: .3rem solid var(--covered); padding-left: .7rem; }
  .missing-list { border-left: .3rem solid var(--missing); margin: 0 0 1rem;
    padding: .2rem .7rem .2rem 2.4rem; }
  .missing-list a { color: var(--missing); font-weight: 700; }
  .texts p { margin: 0; padding: .15rem 0 .15rem 2.6rem; position: relative; }
  .line { position: absolute; left: 0; width: 2rem; text-align: right; color: var(--soft);
    font-size: .75rem; line-height: 2.4; user-select: none; }
  .texts a { color: inherit; text-decoration: none; }
  .covered, .omitted { -webkit-box-decoration-break: clone; box-decoration-break: clone;
    border-radius: .2rem .2rem 0 0; padding: .1rem .1rem; }
  .texts .covered, .sample.covered { background: var(--covered-back);
    border-bottom: 2px solid var(--covered); }
  .texts .omitted, .sample.omitted { background: var(--omitted-back);
    border-bottom: 2px dotted var(--omitted); }
  .texts a:hover, .texts a:focus-visible, .texts a:target { outline: 2px solid currentColor; }
  .missing { background: var(--missing-back); color: var(--missing); font-weight: 700;
    border: 2px solid var(--missing); border-radius: .25rem; padding: 0 .2rem; }
  .missing::before { content: "▲"; font-size: .7em; vertical-align: .15em; }
  .missing:target { outline: 3px solid var(--missing); outline-offset: 2px; }
  .named { color: var(--soft); border-bottom: 1px dashed var(--soft); }
  .promise { text-decoration: underline wavy var(--promise) 1.5px; text-underline-offset: .3em; }
  .card { position: relative; border: 1px solid var(--rule); border-left-width: .3rem;
    border-radius: .3rem; padding: .6rem .8rem; margin: 0 0 .7rem; background: var(--panel);
    line-height: 1.6; }
  .card.covered { border-left-color: var(--covered); }
  .card.omitted { border-left: .3rem dotted var(--omitted); }
  .card:target { outline: 2px solid var(--covered); }
  .card p { margin: .2rem 0; font-size: .9rem; }
  .article { color: var(--covered); }
  .back { position: absolute; right: .6rem; top: .5rem; color: var(--soft);
    text-decoration: none; font-size: .85rem; padding: .1rem .4rem; }
  pre { margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .82rem;
    line-height: 1.55; font-family: ui-monospace, "Noto Sans Mono CJK SC", Menlo, Consolas,
    monospace; }
  @media screen and (min-width: 60rem) {
    main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(22rem, 2fr); gap: 2rem;
      align-items: start; }
    aside { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto;
      padding: 2px; }
  }
  @media screen and (min-width: 60rem) and (hover: hover) {
    .texts a:hover::after { content: attr(data-rule); position: fixed; right: 1rem; bottom: 1rem;
      width: min(32rem, 38vw); max-height: 70vh; overflow: hidden; white-space: pre-wrap;
      background: var(--paper); color: var(--ink); border: 2px solid var(--covered);
      border-radius: .4rem; padding: .8rem 1rem; font-size: .85rem; line-height: 1.6;
      font-weight: 400; box-shadow: 0 .4rem 1.6rem rgb(0 0 0 / .3); z-index: 2;
      pointer-events: none; }
  }
  @media screen and (max-width: 59.99rem) {
    body { padding: .8rem; }
    .legend { grid-template-columns: 1fr; }
    .legend li { grid-template-columns: 2.4rem 1fr; }
    .what { grid-column: 2; line-height: 1.4; margin-bottom: .3rem; }
    .texts p { padding-left: 1.9rem; }
    .line { width: 1.5rem; }
    aside h2, .card { display: none; }
    .card:target { display: block; position: fixed; left: 0; right: 0; bottom: 0; margin: 0;
      max-height: 62vh; overflow: auto; border-radius: .8rem .8rem 0 0; z-index: 2;
      box-shadow: 0 -.3rem 1.4rem rgb(0 0 0 / .35); padding: .9rem 1rem 1.2rem; }
    .back { font-size: 1.1rem; padding: .4rem .7rem; border: 1px solid var(--rule);
      border-radius: .4rem; background: var(--paper); }
    body { padding-bottom: 40vh; }
  }
  @media print {
    .texts a::after { content: "[" attr(data-card) "]"; font-size: 7pt; vertical-align: super;
      color: var(--soft); }
    .covered, .omitted, .missing { print-color-adjust: exact;
      -webkit-print-color-adjust: exact; }
    aside { break-before: page; }
    .card { break-inside: avoid; }
    .back { visibility: hidden; }
    .back span { visibility: visible; }
  }
  """
