"""Is a page what a browser, a printer and a screen reader can take in: a validator, and rules that it has not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

HTML, MATHS, SVG = (f"{{http://www.w3.org/{name}}}" for name in ("1999/xhtml", "1998/Math/MathML", "2000/svg"))
_HEADING = re.compile(r"h([1-6])$")
_PHRASING = {"p", "span", "a", "h1", "h2", "h3", "h4", "dt", "code", "pre", "summary", "figcaption", "caption"}
_BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "nav", "figure", "details", "pre", "h2", "h3"}


def parsed(page: str) -> Element:
    """The page's tree; a page with an error of parsing raises."""
    parser = html5lib.HTMLParser(html5lib.treebuilders.getTreeBuilder("etree"), strict=True)
    tree: Element = parser.parse(page)
    return tree


def name_of(element: Element) -> str:
    """The tag without its namespace; of a comment nothing."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(element: Element) -> str:
    """All text that is read in an element, in one line; a formula's as one word, other elements apart."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if name_of(element) == "style":
        return
    apart = " " if str(element.tag).startswith((HTML, SVG)) and name_of(element) not in ("code", "math") else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield apart


def problems(page: str) -> list[str]:
    """What is wrong with a page."""
    tree = parsed(page)
    elements = list(tree.iter())
    return [*_frame(tree, elements), *_names(elements), *_headings(elements), *_outside(page, elements),
            *_nesting(elements), *_labels(elements)]  # fmt: skip


def _frame(tree: Element, elements: list[Element]) -> list[str]:
    count = Counter(name_of(element) for element in elements)
    found = [f"{count[tag]} {tag}" for tag in ("main", "h1", "title") if count[tag] != 1]
    found += [f"no {tag}" for tag in ("nav", "header") if not count[tag]]
    if not tree.get("lang"):
        found.append("no language")
    metas = {element.get("name") or "" for element in elements if name_of(element) == "meta"}
    return found + ([] if "viewport" in metas else ["no viewport"])


def _names(elements: list[Element]) -> list[str]:
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    found = [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    for element in elements:
        targets = [element.get("href", "")[1:]] if element.get("href", "").startswith("#") else []
        targets += element.get("aria-labelledby", "").split()
        found += [f"{name_of(element)} refers to {target}" for target in targets if target not in ids]
    return found


def _headings(elements: list[Element]) -> list[str]:
    found, last = [], 0
    for element in elements:
        if match := _HEADING.match(name_of(element)):
            level = int(match[1])
            if level > last + 1:
                found.append(f"h{level} after h{last}: {words_of(element)}")
            if not words_of(element):
                found.append(f"an empty h{level}")
            last = level
    return found


def _outside(page: str, elements: list[Element]) -> list[str]:
    """Scripts, and whatever would be fetched."""
    found = [f"{name_of(e)} in the page" for e in elements if name_of(e) in
             ("script", "link", "img", "iframe", "object", "embed", "form", "base", "input", "video")]  # fmt: skip
    for element in elements:
        for key, value in element.attrib.items():
            if key.lower().startswith("on") or key in ("src", "srcset", "style", "action", "background"):
                found.append(f"attribute {key} of {name_of(element)}")
            if key == "href" and not value.startswith(("#", "./")):
                found.append(f"link to {value}")
    styles = "".join(element.text or "" for element in elements if name_of(element) == "style")
    if re.search(r"url\(|@import|expression", styles):
        found.append("the style sheet fetches something")
    if "Content-Security-Policy" not in page:
        found.append("no policy")
    return found


def _nesting(elements: list[Element]) -> list[str]:
    found = []
    for element in elements:
        tag = name_of(element)
        inside = [name_of(child) for child in element]
        if tag in ("ul", "ol") and set(inside) - {"li"}:
            found.append(f"{tag} holds {inside}")
        if tag == "dl" and set(inside) - {"dt", "dd"}:
            found.append(f"dl holds {inside}")
        if tag in _PHRASING and isinstance(element.tag, str) and element.tag.startswith(HTML):
            found += [f"{child} in {tag}" for child in inside if child in _BLOCKS]
        if tag == "a" and any(name_of(part) == "a" for part in list(element.iter())[1:]):
            found.append("a link in a link")
    return found


def _labels(elements: list[Element]) -> list[str]:
    found = []
    for element in elements:
        tag = name_of(element)
        label = element.get("aria-label") or element.get("aria-labelledby")
        if tag in ("section", "nav") and not label:
            found.append(f"{tag} without a label")
        if element.tag == f"{SVG}svg" and not (element.get("role") == "img" and label):
            found.append("a figure without a label")
        if element.tag == f"{MATHS}math" and not element.get("alttext"):
            found.append("a formula without a text")
        if tag == "th" and not element.get("scope"):
            found.append("a head of nothing")
        if tag == "a" and not words_of(element):
            found.append("a link without words")
        if element.get("tabindex") not in (None, "0"):
            found.append("an order of tabs of its own")
    return found
