/** Of the page that says what cameras see; allowed by its hash alone. */
export const SIGHT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fbfbfa; --card: #fff; --line: #d5d9de; --soft: #545c66; --good: #1d6b34; --some: #7a5200; --bad: #a3261b }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --paper: #14171a; --card: #1c2025; --line: #3a4149; --soft: #a7b0ba; --good: #7bd292; --some: #f0c060; --bad: #ff9a8f } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.5rem; margin: 0 0 .3rem } h2 { font-size: 1.25rem; margin: 2.5rem 0 .3rem; border-top: 1px solid var(--line); padding-top: 1.2rem } h3 { font-size: 1.05rem; margin: 1.6rem 0 .5rem }
p { margin: .4rem 0; max-width: 60rem } .soft { color: var(--soft) } ul { margin: .4rem 0; padding-left: 1.2rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--soft); padding: .3rem 0 } th, td { border-bottom: 1px solid var(--line); padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top }
th { font-weight: 600 } td.count { white-space: nowrap }
.found { color: var(--good); font-weight: 600 } .part { color: var(--some); font-weight: 600 } .missed { color: var(--bad); font-weight: 600 } .unknown { color: var(--soft) }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .6rem; break-inside: avoid }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem } .pair img { width: 100%; height: auto; display: block } .pair p { margin: 0; align-self: center; color: var(--soft) }
figcaption { margin-top: .4rem } nav ul { columns: 18rem; list-style: none; padding: 0 } a { color: inherit }
@media print { body { max-width: none } }
`
