"""How the pages look: a palette in two lights, and the style sheet made of it.

Every ink can be read on every paper: the contrast of each pair is at least 4.5 to 1. Colours only repeat what signs and
words say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: By name the colour in light and in dark surroundings.
INKS: Final[Mapping[str, tuple[str, str]]] = {
    "ink": ("#1b1d21", "#e8e8e6"),
    "quiet": ("#565b63", "#b3b7bd"),
    "link": ("#174ea6", "#9ec1ff"),
    "pass": ("#17602f", "#86d69a"),
    "partial": ("#7a4b00", "#f0c06a"),
    "fail": ("#a3211a", "#ffa79e"),
    "undecided": ("#1a5490", "#8fc4ff"),
    "broken": ("#6d3192", "#dab4f5"),
}
PAPERS: Final[Mapping[str, tuple[str, str]]] = {
    "paper": ("#ffffff", "#15171a"),
    "sheet": ("#f5f6f8", "#1e2126"),
    "pass-paper": ("#eff8f1", "#17251b"),
    "fail-paper": ("#fdf2f1", "#2a1917"),
    "undecided-paper": ("#eff5fc", "#16222f"),
    "broken-paper": ("#f8f1fc", "#241a2b"),
}
LINES: Final[Mapping[str, tuple[str, str]]] = {"rule": ("#d5d8de", "#3a3f47")}

_MATHS_FONTS: Final = (
    '"STIX Two Math","Cambria Math","Latin Modern Math","STIX Math","Noto Sans Math","DejaVu Math TeX Gyre",math'
)


def _colours(light: int) -> str:
    return "".join(f"--{name}:{pair[light]};" for table in (INKS, PAPERS, LINES) for name, pair in table.items())


STYLE: Final = (
    f":root{{color-scheme:light dark;{_colours(0)}}}\n"
    f"@media (prefers-color-scheme:dark){{:root{{{_colours(1)}}}}}\n"
    f"@media print{{:root{{color-scheme:light;{_colours(0)}}}}}\n"
    f"math{{font-family:{_MATHS_FONTS};font-size:1.06em}}\n"
    + """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;overflow-wrap:anywhere;
font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC","Noto Sans CJK SC",
"Microsoft YaHei",sans-serif}
header,main,footer{max-width:52rem;margin:0 auto;padding:0 1rem}
.wide header,.wide main,.wide footer{max-width:72rem}
header{padding-top:1.5rem}
footer{padding-top:1rem;padding-bottom:2rem;color:var(--quiet);font-size:.9rem}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1.12rem;line-height:1.3;margin:0}
h4{font-size:1rem;margin:1rem 0 .35rem}
p{margin:.35rem 0}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
section,nav{margin:1.75rem 0}
section section{margin:1.25rem 0;border-top:1px solid var(--rule);padding-top:1rem}
code,pre,.source{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",
monospace;font-size:.88em}
pre{white-space:pre-wrap;margin:.3rem 0}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{padding:.3rem .5rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-right:0}
.wide td.n,.wide th.n{padding-right:.5rem}
th[scope=rowgroup]{padding-top:.9rem}
tbody th[scope=row]{font-weight:400}
.wide tbody th[scope=row]{min-width:9rem}
.wide nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0}
mtable[columnalign=left] mtd{text-align:left}
.total{font-size:1.25rem;font-weight:600}
.quiet{color:var(--quiet)}
.word{white-space:nowrap;font-weight:600}
.pass{color:var(--pass)}.partial{color:var(--partial)}.fail,.unreadable{color:var(--fail)}
.undecided{color:var(--undecided)}.broken{color:var(--broken)}.missing{color:var(--quiet)}
.title{display:flex;flex-wrap:wrap;gap:.2rem 1rem;justify-content:space-between;align-items:baseline}
ul.claims,ol.lines{list-style:none;margin:.4rem 0;padding:0}
ul.claims>li{display:grid;grid-template-columns:1.4rem 1fr auto;gap:0 .5rem;padding:.3rem 0}
ul.claims>li>div{grid-column:2/4}
.sign{font-weight:700}
ol.lines{background:var(--sheet);border-radius:.4rem;padding:.4rem 0}
ol.lines>li{display:grid;grid-template-columns:2.6rem 1.3rem 1fr;gap:0 .35rem;padding:.12rem .6rem .12rem 0}
ol.lines .at{text-align:right;color:var(--quiet);font-size:.8em;line-height:1.9;font-variant-numeric:tabular-nums;
user-select:none}
ol.lines .source{white-space:pre-wrap;grid-column:3}
.code .source{padding-left:2em;text-indent:-2em}
.code li.is-fail .source>span,.code li.is-unreadable .source>span{text-decoration:underline wavy var(--fail) 1px;
text-underline-offset:.25em}
.read,ol.lines>li>.note{grid-column:3}
.read{padding:.1rem 0 .25rem}
.scroll{overflow-x:auto;overflow-y:hidden;padding:.15rem 0}
.note{margin:.35rem 0 .5rem;padding:.5rem .75rem;border-left:4px solid var(--rule);border-radius:.25rem;
background:var(--paper)}
.note>*{color:var(--ink)}
.note.fail,.note.unreadable{border-color:var(--fail);background:var(--fail-paper)}
.note.undecided{border-color:var(--undecided);background:var(--undecided-paper)}
.note.broken{border-color:var(--broken);background:var(--broken-paper)}
.note.pass{border-color:var(--pass);background:var(--pass-paper)}
.note>.head{font-weight:600}
.note.fail>.head,.note.unreadable>.head{color:var(--fail)}
.note.undecided>.head{color:var(--undecided)}.note.broken>.head{color:var(--broken)}
.note.pass>.head{color:var(--pass)}
dl.witness{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .75rem;margin:.4rem 0}
dl.witness dt{color:var(--quiet)}
dl.witness dd{margin:0;min-width:0;overflow-x:auto;overflow-y:hidden}
.inputs{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;align-items:center}
blockquote{margin:.5rem 0;padding:.5rem .75rem;border-left:4px solid var(--link);background:var(--sheet)}
blockquote p{white-space:pre-wrap;margin:0}
figure{margin:1rem 0}
figcaption{font-weight:600}
svg{display:block;width:100%;max-width:30rem;height:auto}
svg text{fill:var(--ink);font-size:13px;font-family:system-ui,sans-serif}
svg .axis{stroke:var(--quiet);fill:none}
svg .grid{stroke:var(--rule);fill:none}
svg .line{stroke:var(--undecided);fill:none;stroke-width:2.5}
svg .line.b{stroke:var(--partial);stroke-dasharray:7 4}
svg .line.c{stroke:var(--broken);stroke-dasharray:2 4}
svg .dot{fill:var(--undecided)}
svg .level{stroke:var(--pass);stroke-width:2;stroke-dasharray:9 5;fill:none}
svg .bar{fill:var(--undecided)}
details{margin:.4rem 0}
summary{cursor:pointer}
.out{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:30rem){ol.lines>li{grid-template-columns:1.7rem 1.1rem 1fr;gap:0 .25rem}
dl.witness{gap:.15rem .5rem}.note{padding:.5rem .6rem}
.wide td,.wide th{padding-right:.35rem}}
@media print{body{font-size:10.5pt}h2,h3,h4,.title{break-after:avoid}
section section,.note,figure,ul.claims>li,ol.lines>li{break-inside:avoid}
section section{break-inside:auto}a{color:inherit}.scroll{overflow:visible}details>summary{list-style:none}}
"""
)
