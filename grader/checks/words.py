"""Is an idea said in prose? Decided only where it is plain; everything else awaits a marker.

An :class:`Idea` holds phrases that affirm it and phrases of the misconception. An author writes a phrase as people
say it, with alternatives in brackets, gaps of three dots and narrow gaps of two that stay within a clause:
``"X^T X ... (not invertible | singular)"``, ``"oscillat* .. minimum"``. A star stands for every ending; a phrase in
square brackets is a whole sentence that opens the answer, as ``"[no]"`` does. A phrase counts if it stands in one
sentence of the student's that asserts it:

* not in a question, in a task or a hint copied from the exercise, in code, or struck out;
* with no negation in its clauses other than its own: ``"is not singular"`` affirms nothing, nor does it deny;
* with nothing that suspends it: whether, even if, unless, "only for", "some say", "it is wrong that";
* not before a "but it", nor taken back by the next sentence;
* and a misconception not behind "maybe", "if" or "I think": those who fail must have meant it.

Formulas are read as text: fonts, dollars and braces of LaTeX dropped, spaces and case of no account, so that
``$\\mathbf{X}^\\top \\mathbf X$`` is ``X^T X``. That is enough for phrases, which is why no formula is parsed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import TypeAlias

from grader.core import (
    Answer,
    Bench,
    Check,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Quotation,
    Text,
    Undecided,
    Where,
)

GAP = 60  # characters at most between the pieces of a phrase
NARROW = 30  # the same for a gap of two dots
LONGEST = 1500  # characters of a sentence; what is longer is no sentence that could be trusted
LARGEST = 50_000  # characters of a passage; a longer one is left to a marker
TRIES = 50  # places of one phrase in one sentence that are looked at; more of them stand only in nonsense


@dataclass(frozen=True, slots=True)
class Idea:
    """What one claim asks for.

    ``affirmed`` and ``contradicted`` are phrases (syntax above), ``topic`` those that only show that the student
    speaks of it, ``apart`` words that must not stand in a phrase's gaps: with "SGD" among them, "closed form ...
    better" isn't found in "compared with the closed form, SGD is better". A sentence that holds a phrase of ``unless``
    besides counts for nothing, nor does one behind it that begins with "it". A misconception is left to a marker if
    a phrase of ``pardon`` stands anywhere else in the text: "square it", where the loss is Huber's. If ``beside`` is
    given, its words (separated by spaces) and harmless ones are all that may stand in a phrase's gaps and clauses:
    without "twice" and "inverse" among them, "twice the mean is ..." isn't taken for "the mean is ...". Behind a bar
    follow words that may stand in the other clauses of the sentence too; ``does_not_depend`` is one expression.
    ``hint`` tells a student who holds the misconception what to think about.
    """

    affirmed: tuple[str, ...]
    hint: Text
    contradicted: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    pardon: tuple[str, ...] = ()
    beside: str | None = None


def says(idea: Idea) -> Check:
    """The check that an answer's text says an idea.

    Pass and Fail quote the sentence. No text at all is Missing; text that says neither, or both, is Undecided.
    Raises ValueError where a phrase of the idea cannot be read.
    """
    for phrase in (*idea.affirmed, *idea.contradicted, *idea.topic, *idea.apart, *idea.unless, *idea.pardon):
        _phrase(phrase)  # an author's slip shows when the exercise loads

    def check(answer: Answer, bench: Bench) -> Finding:  # noqa: ARG001  (every check has this form)
        texts = [passage for passage in answer.passages if passage.kind == "text" and passage.source.strip()]
        if not texts:
            return Finding(Missing(Message("checks.words.no_text")))
        said = [(passage, sentence) for passage in texts for sentence in _run(passage.source)]
        run = [sentence for _, sentence in said]
        acquitted = [at for at, sentence in enumerate(run) if _mentions(sentence, idea.pardon)]
        taken_back = max((at for at, sentence in enumerate(run) if _TAKEN_BACK.match(sentence.text)), default=0)
        for_it = against = about = None
        for at, (passage, sentence) in enumerate(said):
            if sentence.asked:
                continue
            place = passage.where(sentence.start, sentence.end)
            if for_it is None and _affirms(idea, run, at):
                for_it = place
            open_to_doubt = taken_back > at or any(other != at for other in acquitted[:2])
            if against is None and not open_to_doubt and _contradicts(idea, run, at):
                against = place
            if about is None and _mentions(sentence, (*idea.topic, *idea.affirmed, *idea.contradicted)):
                about = place
        return _finding(idea, for_it, against, about)

    return check


def _finding(idea: Idea, for_it: Where | None, against: Where | None, about: Where | None) -> Finding:
    if for_it is not None and against is not None:
        return Finding(Undecided(Message("checks.words.both", {"one": for_it.line, "other": against.line})), for_it)
    if for_it is not None:
        return Finding(Pass(Quotation(for_it)), for_it)
    if against is not None:
        return Finding(Fail(Quotation(against), idea.hint), against)
    if about is not None:
        return Finding(Undecided(Message("checks.words.about", {"line": about.line})), about)
    return Finding(Undecided(Message("checks.words.nowhere")))


# ---------------------------------------------------------------------------------------------- sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """``source[start:end]``, its normal form, and the line that introduces the list that it stands in.

    ``opens``: nothing but headings stands before it. ``asked``: it asks or sets a task, and so asserts nothing.
    """

    start: int
    end: int
    text: str
    intro: str = ""
    opens: bool = False
    asked: bool = False

    @property
    def readings(self) -> tuple[str, ...]:
        """Alone, and behind its introduction."""
        return (self.text, f"{self.intro} {self.text}") if self.intro else (self.text,)


# what opens twice before it closes is no formula: without that rule an unclosed one costs quadratic time
_LITERAL = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$|\\\[(?:(?!\\\[).)*?\\\]|\\\((?:(?!\\\().)*?\\\)", re.DOTALL)
_LEFT_OUT = re.compile(
    r"(?:```|~~~)(?!math).*?(?:```|~~~|\Z)|<!--(?:(?!<!--).)*?-->|(?<!~)~~(?!~)[^\n~]*~~(?!~)", re.DOTALL
)
_MARKER = r"(?:>|#+|[-*+•·](?=\s)|\(?\d{1,2}(?:[.)、](?!\d)|）)|（\d{1,2}）|\(?[a-h][.)](?=\s)|[①-⑨])"
_LINE_START = re.compile(rf"[ \t]*(?:{_MARKER}[ \t]*)+|[ \t]*\|")
_STOP = re.compile(r"[。！？!?；;]+[”\"』」)）]*|\.(?=\s|$|[*_\"”)])|(?<=[^\x00-\x7f])\.|(?<=\$\$|\\\])[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|w\.r\.t|vs|resp|cf|eq|eqs|fig|approx|i\.i\.d|no|etc)|^\W*\w{1,2})$", re.I
)


def sentences(source: str) -> Iterator[Sentence]:
    """The sentences that a student asserts: no questions, tasks, hints or code, no formula broken in two."""
    return (sentence for sentence in _run(source) if not sentence.asked)


@lru_cache(maxsize=8)  # the claims of a part read the same text
def _run(source: str) -> tuple[Sentence, ...]:
    return tuple(_sentences(source))


def _sentences(source: str) -> Iterator[Sentence]:
    if len(source) > LARGEST:
        return
    source = _LEFT_OUT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    formula = bytearray(len(source) + 1)  # 1 inside a formula
    for found in _LITERAL.finditer(source):
        formula[found.start() + 1 : found.end()] = b"\1" * (found.end() - found.start() - 1)
    intro, opens = "", True
    for start, end in _blocks(source, formula):
        block = source[start:end]
        heading = block.lstrip().startswith("#")
        item = not heading and _LINE_START.match(block) is not None
        if not item:
            intro = ""
        for first, last in _split(source, start, end, formula):
            text = source[first:last].strip()
            if not text or len(text) > LONGEST:
                continue
            reading = normalised(text)
            asked = _asked(text, reading, heading)
            lead = len(source[first:last]) - len(source[first:last].lstrip())
            begin = first + lead
            yield Sentence(begin, begin + len(text), reading, intro if item else "", opens and not heading, asked)
            opens = opens and heading
            if not asked and not item and (heading or text.endswith((":", "："))):
                intro = reading if reading.endswith(":") else reading + ":"


def _blocks(source: str, formula: bytearray) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items, headings and table cells, as spans; a line break in a formula ends none."""
    start = 0
    ended = False  # a heading ends with its line
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", source):
        begin, text = line.start(), line.group()
        inside = formula[begin]
        if not inside and (ended or not text.strip() or _LINE_START.match(text)) and begin > start:
            if source[start:begin].strip():
                yield start, begin
            start = begin
        ended = not inside and text.lstrip().startswith("#")
    if source[start:].strip():
        yield start, len(source)


def _split(source: str, start: int, end: int, formula: bytearray) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(source, start, end):
        at = stop.start()
        if formula[at]:
            continue
        if source[at] == "." and _ABBREVIATION.search(source[begin:at]):
            continue
        yield begin, stop.end()
        begin = stop.end()
    if begin < end:
        yield begin, end


_QUESTION = re.compile(
    r"什么时候|何时|为什么|为何|如何|怎么|怎样|哪里|哪些|什么|难道|[吗呢](?:\W|$)|能不能|是不是|会不会|有没有|可不可以"
)
_WHATEVER = re.compile(r"(?:无论|不论|不管|任凭)[^,。;!]*")  # no question: whatever it is
_INVERTED = re.compile(
    r"\W*(?:is|are|does|do|did|has|can|could|should|will|would) "
    r"(?:it|there|this|that|these|we|you|i|they|sgd|one|x\^t)\b(?! the same)|\W*(?:why|how)\b(?!\s*:)"
)
_ENGLISH_QUESTION = re.compile(r"\W*(?:when|why|how|what|which|where|can|could|is|are|does|do|should|will)\b")
_TASK = re.compile(
    r"\W*(?:(?:exercise|练习|问题|part)?\s*[\da-h.()]{0,6}\W*)"
    r"(?:(?:find|write|derive|compute|show|suggest|propose|explain|discuss|prove|say|state|describe|answer|compare|give"
    r"|写出|请|提出|计算|推导出?|证明|说明|讨论|给出|试写|试求|回答|描述|比较)(?!\s*:)|hint|提示)"
    r"(?![a-z])"
)


def _asked(text: str, reading: str, heading: bool) -> bool:
    """Whether a sentence asks or sets a task, and so asserts nothing."""
    if text.rstrip('*_"”』」)） ').endswith(("?", "？")) or _INVERTED.match(reading):
        return True
    if _QUESTION.search(_WHATEVER.sub("", reading)):
        return True
    label = heading or (text.startswith("**") and text.endswith("**"))
    return _TASK.match(reading) is not None or (label and _ENGLISH_QUESTION.match(reading) is not None)


# -------------------------------------------------------------------------------------------- normal form

_FONTS = (
    r"mathbf|boldsymbol|bm|pmb|mathrm|mathsf|mathcal|mathbb|mathit|textbf|textit|text|operatorname\*?|vec|mbox|rm|bf"
)
_REPLACED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"<[a-z/][^>]*>|&nbsp;", " "),
        (r"\\begin\s*\{[a-z*]+\}|\\end\s*\{[a-z*]+\}", " "),
        (rf"(?<=[a-z}}])\\(?:{_FONTS})(?![a-z])\s*", " "),
        (rf"\\(?:{_FONTS})(?![a-z])\s*", ""),
        (r"\\(?:left|right|big|bigl|bigr|limits|displaystyle|quad|qquad)(?![a-z])|\\[,;!: ()\[\]]", " "),
        (r"\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\s*t|\{?t\}?|⊤|\\prime)\s*\}?(?![a-z])", "^t"),
        (r"\^\s*\{?\s*(?:\\top|\\intercal)\s*\}?", "^t "),
        (r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2"),
        (r"\\gg(?![a-z])", ">>"),
        (r"\\ll(?![a-z])", "<<"),
        (r"\\(?:ge|geq)(?![a-z])|≥", ">="),
        (r"\\(?:le|leq)(?![a-z])|≤", "<="),
        (r"\\(?:ne|neq)(?![a-z])|≠", "!="),
        (r"\\(?:to|rightarrow|rarr)(?![a-z])|→", "->"),
        (r"\\pm(?![a-z])", "±"),
        (r"\\(?:cdot|times)(?![a-z])", " "),
        (r"≫", ">>"),
        (r"\\([a-z]+)", r" \1 "),
        (r"[$\\{}`*~]+", ""),
        (r"_", " "),
        (r"^\s*[>#|]+", ""),
        (r"(?<=[a-z\u4e00-\u9fff])—+|—+(?=[a-z\u4e00-\u9fff])", " - "),  # a dash between words
        (r"[‐–—−]", "-"),
        (r"[‘’′]", "'"),
        (r"[“”„]", '"'),
        (r"\bcan't|\bcannot", "can not"),
        (r"\bwon't", "will not"),
        (r"n't\b", " not"),
        (r"\b(it|that|this|there|here|what|which)'s\b", r"\1 is"),
        (r"\bx'\s*x\b|\bx\.t\s*@?\s*x\b|\bxtx\b", "x^t x"),
        (r"\^t(?=[a-z]{1,2}(?![a-z]))", "^t "),
        (r"\s+", " "),
    )
)
_GREEK = ["alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "sigma", "tau", "phi"]
_BEFORE = "".join(f"(?<!{name})" for name in _GREEK)
_AFTER = f"(?!(?:{'|'.join(_GREEK)})\\b)"
_HYPHEN = re.compile(  # between words that are no letters' names, outside formulas; every other one is a minus
    rf"{_LITERAL.pattern}|(?<=[a-z]{{3}}){_BEFORE}-{_AFTER}(?=[a-z]{{3}})", re.DOTALL
)
_LETTERS = str.maketrans({letter: f" {name} " for letter, name in zip("αβγδεηθλμστφ", _GREEK, strict=True)})
_SUPERSCRIPTS = str.maketrans({"ᵀ": "^T", "⊤": "^T", "⁻": "^-", "¹": "1", "²": "^2", "³": "^3", "ₜ": "_t"})


def normalised(text: str) -> str:
    """A sentence in the form in which phrases are looked for: lower case, ASCII punctuation, bare formulas."""
    text = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).lower().translate(_LETTERS)
    text = _HYPHEN.sub(lambda found: found.group() if len(found.group()) > 1 else " ", text)
    for pattern, to in _REPLACED:
        text = pattern.sub(to, text)
    return text.strip()


# ------------------------------------------------------------------------------------------------ phrases

_ANY_ENDING = "\ue000"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What to look for: pieces, the widths of the gaps between them, and whether it must be a whole sentence."""

    pieces: tuple[re.Pattern[str], ...]
    gaps: tuple[int, ...]
    whole: bool


@cache
def _phrase(phrase: str) -> Phrase:
    """Reads a phrase; raises ValueError where there is nothing to look for."""
    whole = phrase.startswith("[") and phrase.endswith("]")
    parts = re.split(r"(\.{2,3})", phrase[1:-1] if whole else phrase)
    pieces = tuple(_piece(part) for part in parts[::2])
    if any(piece.fullmatch("") for piece in pieces):
        raise ValueError(f"an empty piece in the phrase {phrase!r}")
    return Phrase(pieces, tuple(GAP if dots == "..." else NARROW for dots in parts[1::2]), whole)


def _piece(text: str) -> re.Pattern[str]:
    """One piece as a pattern; brackets with a bar in them are alternatives, others stand for themselves."""
    return re.compile(r"\s*".join(_alternatives(text)))


def _alternatives(text: str) -> Iterator[str]:
    plain, at = "", 0
    while at < len(text):
        end = _closing(text, at) if text[at] == "(" else None
        options = _options(text[at + 1 : end]) if end is not None else [""]
        if end is None or len(options) == 1:
            plain += text[at]
            at += 1
            continue
        if plain.strip():
            yield _literal(plain)
        yield "(?:" + "|".join(r"\s*".join(_alternatives(option)) for option in options) + ")"
        plain, at = "", end + 1
    if plain.strip():
        yield _literal(plain)


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens there closes; raises ValueError where it doesn't."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"an open bracket in the phrase {text!r}")


def _options(text: str) -> list[str]:
    """The text between bars that stand in no further bracket."""
    options, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            options.append("")
        else:
            options[-1] += sign
    return options


def _literal(text: str) -> str:
    """Signs as they are with any space between them, words as whole words."""
    tokens = re.findall(rf"[a-z]+{_ANY_ENDING}?|\d+|[^\sa-z\d]", normalised(text.replace("*", _ANY_ENDING)))
    return r"\s*".join(_token(token) for token in tokens)


def _token(token: str) -> str:
    if token.endswith(_ANY_ENDING):
        return rf"(?<![a-z]){token[:-1]}[a-z]*"
    return rf"(?<![a-z]){token}(?![a-z])" if token.isascii() and token.isalpha() else re.escape(token)


Span: TypeAlias = tuple[int, int]


def _matches(phrase: Phrase, text: str) -> Iterator[tuple[Span, ...]]:
    """Where the pieces stand, in their order, with no more than a gap between them."""
    places = [[found.span() for found in piece.finditer(text)] for piece in phrase.pieces]

    def rest(index: int, after: int) -> Iterator[tuple[Span, ...]]:
        if index == len(places):
            yield ()
            return
        for span in places[index]:
            if index == 0 or _bridged(phrase.gaps[index - 1], text, after, span[0]):
                for further in rest(index + 1, span[1]):
                    yield (span, *further)

    for spans in rest(0, 0):
        around = text[: spans[0][0]] + text[spans[-1][1] :]
        if not phrase.whole or not re.search(r"\w", around):
            yield spans


def _bridged(width: int, text: str, start: int, end: int) -> bool:
    """Whether a gap of that width may reach so far; a narrow one doesn't leave its clause."""
    return start <= end <= start + width and (width == GAP or not _CLAUSE_END.search(text, start, end))


# ---------------------------------------------------------------------------------------------- assertion

_NEGATION = re.compile(
    r"\b(?:not(?! only)|no(?! matter| doubt)|never|nothing(?! but)|without(?! (?:a |any )?doubt)|neither|nor|none|non"
    r"|hardly|scarcely|barely|rarely|seldom|fail(?:s|ed)? to|lacks?|rather than|instead of|unlikely|unable|far from"
    r"|free (?:of|from)|avoid\w*|prevent\w*|stop\w*|ceas\w*|remov\w*|eliminat\w*|cures?|cured)\b"
    r"|不(?![断同仅但过妨管论])|没|(?<!有)无(?!论|穷)|非(?!常)|未(?!知)|别(?!的)(?<![分特差类区级])"
    r"|避免|防止|消除|停止|摆脱|抑制|消失"
)
_CLAUSE_END = re.compile(
    r"[,;:、]|\((?=[a-z]{2}|[\u4e00-\u9fff])| [|-] |--|(?<!not )\b(?:because|since|so(?! that))\b"
    r"|\b(?:and|but|therefore|hence|thus|while|whereas|which|where|however(?! (?:small|large|close|big|tiny|near))"
    r"|although)\b"
    r"|但|(?<!是)因为|因此|所以|从而|(?<!是)由于|而且|并且|故|然而"
)
_SUSPENDED = re.compile(
    r"\b(?:whether|even (?:if|when|though|for|with|under)|unless|(?<!go )(?<!goes )(?<!going )(?<!went )wrong|false"
    r"|incorrect|untrue|nonsense|mistaken(?:ly)?|mistakes?|myth|misconception|contrary|i guess|not sure|do not know"
    r"|no idea|not a problem|no problem|does not matter|still works?|still fine|might think|it seems|doubt(?:s|ful)?"
    r"|not (?:really |actually |quite )?(?:true|so|the case|correct|right|valid)|(?:none|neither) of"
    r"|(?:some|many|most|people|they|others|students?|he|she) (?:\w+ )?(?:say|says|think|thinks|claim|claims|believe"
    r"|believes)|(?:if|as) (?:one|you|we|they) believes?|(?:often|sometimes|usually) (?:said|claimed|believed|thought)"
    r"|said to|supposed(?:ly)?|alleged(?:ly)?"
    r"|den(?:y|ies|ied)|disagree|imagine|far from|hard to believe|as if|despite|in spite of|regardless of whether"
    r"|only (?:for|if|when|where|with|in|under|at|because|during|as|while|until|after|before)|except|apart from)\b"
    r"|(?:\A|[,:] )\W*only\b"
    r"|是否|即使|即便|哪怕|除非|除了|错误|误区|以为|并非|能否|不确定|不知道|猜|与其|不如|不影响|没关系|没问题|与否|仍然可以|仍可"
    r"|只有|仅当|只在|仅在|仅仅|只对|仅对|只是|有人|据说|声称|谣言|不成立|不对|不正确|不真|假的|谬|怀疑|未必|不见得"
    r"|不一定|否认|反驳|(?:以上|以下|这些|上述).{0,4}都不"
)
_DOUBT = re.compile(
    r"\b(?:maybe|perhaps|might|may|could|would|possibly|probably|i think|i believe|i guess|seems?|should|tempt\w*"
    r"|but|however|although|though|yet|try|tries|tried|want|wish|hope)\b"
    r"|可能|也许|大概|应该|或许|觉得|似乎|好像|感觉|我想|但|不过|然而|虽然|尽管|试图|想要|希望"
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|provided|assuming|given|as long as|under the condition|while|where|once|then|now)\b"
    r"|(?<![应相])当|若|如果|只要|假设|(?<![此同])时(?!间|常|刻)|满秩|这样|那么"
)
# what may follow an adversative without taking anything back: "it oscillates, but never settles"
_BUT = re.compile(
    r"\b(?:but|however)\b(?! (?:small|large|close|big|tiny|near|sgd|stochastic|gradient descent|never|convex))"
    r"|(?<!不)但(?!是?(?:sgd|随机|梯度下降|(?:它|问题)?仍?然?[是为]?凸))|然而|可是"
)
_TAKEN_BACK = re.compile(
    r"\W*(?:(?:but|however|yet|no),? )?(?:this|that|these|it|all (?:of )?(?:this|that)|the (?:above|former))"
    r" (?:is|are|was|were|would be) (?:all |of course |clearly |simply )?"
    r"(?:wrong|false|untrue|incorrect|nonsense|not (?:true|the case|so|right|correct)|a (?:mistake|myth|misconception))"
    r"|\W*(?:wrong|false|not true|not so)\b|\W*no,"
    r"|\W*(?:但|然而|不过)?(?:这|那|以上|上述)(?:个|种|些)?(?:说法|想法|观点|看法|话|结论)?(?:都|是|就|显然|其实)*"
    r"(?:错|不对|不正确|不成立|有误|不是这样)|\W*(?:其实不然|并非如此|其实不是|错)"
)
_TURNS = re.compile(  # how a sentence begins that may take the misconception before it back
    r"\W*(?:but|however|yet|still|no|not|this|that|actually|in fact|of course|instead|then|unfortunately)\b"
    r"|\W*(?:但|然而|不过|可是|其实|实际上|这|那|可惜)"
)
_PRONOUN = re.compile(
    r"\W*(?:(?:then|so|and|also|here|therefore|hence|thus|moreover|besides|again|because|since|as)\W+)*"
    r"(?:it|they|this|that|these|its|such)\b"
    r"|\W*(?:此时|这时|因此|所以|而且|并且|同时|另外|因为|而)?,?(?:它|其(?!他|它|中|余|次)|该|这)"
)


def _affirms(idea: Idea, run: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence says the idea and the next one doesn't take it back."""
    return any(
        not _BUT.search(text, spans[-1][1]) for text, spans in _asserted(idea, idea.affirmed, run, at)
    ) and not any(_TAKEN_BACK.match(later.text) for later in run[at + 1 : at + 2])


def _contradicts(idea: Idea, run: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence states the misconception without doubt or condition, and the next one doesn't turn round."""
    return not any(_TURNS.match(later.text) for later in run[at + 1 : at + 2]) and any(
        not _qualified(text, spans) and not _mentions_besides(idea.pardon, text, spans)
        for text, spans in _asserted(idea, idea.contradicted, run, at)
    )


def _asserted(
    idea: Idea, phrases: Sequence[str], run: Sequence[Sentence], at: int
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The places where a sentence says one of the phrases and means it."""
    sentence = run[at]
    if at and _PRONOUN.match(sentence.text) and _mentions(run[at - 1], idea.unless):
        return  # "SGD is cheap. It fails when ...": of whom is that said?
    if _mentions_besides(idea.unless, sentence.intro, ()):
        return
    hollow = any(words.search(sentence.intro) for words in (_NEGATION, _SUSPENDED))
    for text in sentence.readings:
        lead = len(text) - len(sentence.text)  # a phrase behind its introduction must begin in it
        if hollow and not lead:
            continue
        for phrase in map(_phrase, phrases):
            if phrase.whole and not sentence.opens:
                continue
            for spans in islice(_matches(phrase, text), TRIES):
                if (spans[0][0] < lead or not lead) and _meant(idea, text, spans):
                    yield text, spans


def _qualified(text: str, spans: Sequence[Span]) -> bool:
    """Whether a misconception is said with doubt, or under a condition that is no part of it.

    ``X^T X is always invertible if ...`` may be right. A condition between a phrase's pieces belongs to the phrase.
    """
    whole = [(spans[0][0], spans[-1][1])]
    return _other(_DOUBT, text, 0, len(text), spans) or _other(_CONDITION, text, 0, len(text), whole)


def _meant(idea: Idea, text: str, spans: Sequence[Span]) -> bool:
    """Whether nothing but the phrase itself negates or suspends it, and no word of the idea's speaks against it."""
    gaps = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if any(_mentions_besides(idea.apart, gap, ()) for gap in gaps):
        return False
    if _other(_SUSPENDED, text, 0, len(text), spans) or _mentions_besides(idea.unless, text, spans):
        return False
    ends = [(0, 0), *(found.span() for found in _CLAUSE_END.finditer(text)), (len(text), len(text))]
    first = max(end for _, end in ends if end <= spans[0][0])
    last, after = min(end for end in ends if end[1] >= spans[-1][1])
    if _other(_NEGATION, text, first, after, spans):
        return False
    if idea.beside is None:
        return True
    clauses = [text[one[0] : two[0]] for one, two in pairwise(ends) if two[0] <= first or two[0] > last]
    head, tail = text[first : spans[0][0]], text[spans[-1][1] : last]
    own, _, further = idea.beside.partition("|")
    return all(_harmless(own, each) for each in (head if first else _LABEL.sub("", head), tail, *gaps)) and all(
        _harmless(f"{own} {further}", each) for each in clauses
    )


_LABEL = re.compile(r"\A\W*[a-h\d]{1,2}[.)]")  # of a part or an item
_HARMLESS = (  # beside any phrase
    "a an the this that these those it its they we one you i s so then thus hence therefore here there in on at of for"
    " to with by from as is are be been will would can could should must does do has have also always again still"
    " simply just exactly indeed general generally usually typically often clearly obviously because since and or"
    " keep keeps get gets need needs which example e g"
    " 的 了 是 为 在 就 也 都 会 将 则 即 那么 所以 因此 于是 这 该 此 其 它 这里 那里 这时 此时 我们 可以 能 得 一般"
    " 通常 情况 下 中 时 时候 对 对于 而 且 并且 与 和 及 或 或者 应当 应该 可 上 有 个 种 一直 总 总是 由于 因为 从而"
    " 因 结论 答案 故 又"
    " 例如 比如 也就是"
)


@cache
def _besides(given: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words that may stand beside a phrase, and the expressions: Chinese ones and ``does_not_depend``."""
    words = f"{_HARMLESS} {given}".split()
    longer = sorted((word for word in words if "_" in word or not word.isascii()), key=len, reverse=True)
    texts = [re.escape(word.replace("_", " ")) for word in longer]
    each = [rf"\b{text}\b" if text.isascii() else text for text in texts]
    return frozenset(words), re.compile("|".join(each))


def _harmless(words: str, text: str) -> bool:
    """Whether such words alone stand in the text: nothing that could turn the phrase's meaning."""
    allowed, expressions = _besides(words)
    return all(word in allowed for word in re.findall(r"[a-z]+|[\u4e00-\u9fff]", expressions.sub(" ", text)))


def _other(words: re.Pattern[str], text: str, first: int, last: int, spans: Sequence[Span]) -> bool:
    """Whether such a word stands there outside the phrase's own pieces."""
    return any(not _within(found.span(), spans) for found in words.finditer(text, first, last))


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _mentions(sentence: Sentence, phrases: Sequence[str]) -> bool:
    return any(_mentions_besides(phrases, text, ()) for text in sentence.readings)


def _mentions_besides(phrases: Sequence[str], text: str, spans: Sequence[Span]) -> bool:
    """Whether one of the phrases stands in the text, and not just as a part of what was found there."""
    return any(
        not all(_within(piece, spans) for piece in found)
        for phrase in phrases
        for found in islice(_matches(_phrase(phrase), text), TRIES)
    )
