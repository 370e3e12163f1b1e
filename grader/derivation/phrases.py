"""Phrases: what the words around a formula that stands alone say of it.

"The derivative is E", "最优解为 E", "E is positive semidefinite" are claims, though no relation sign makes them one.
The words are those of the sentence, with ``§`` for each formula in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from grader.derivation.statements import Statement
from grader.maths.terms import Relation, Symbol, Term

_ORDERS: Final = ("<", "≤", ">", "≥")
Phrase = Literal["derivative", "second derivative", "value", "semidefinite", "same"]

_OF = (
    r"(?:\s*(?:of|with\s+respect\s+to|w\.r\.t\.?|wrt|for|in|by|at|its|the|loss|function|objective|this|对|关于|的|,)"
    r"|\s*§)*"
)
_IS = r"\s*(?:is|equals|becomes|reads|gives|yields|:|is\s+(?:then|thus|therefore|just)|=)\s*$"
_IS_ZH = r"\s*(?:就|则|即|因此|所以)?\s*(?:为|是|等于|得|得到|：|:|得出)\s*[:：]?\s*$"

_SECOND = re.compile(
    rf"(?:second\s+derivative|hessian)(?:\s+matrix)?{_OF}{_IS}|(?:二阶导数?|海森矩阵|海塞矩阵|hessian){_OF}{_IS_ZH}"
)
_FIRST = re.compile(
    rf"(?:derivative|gradient|slope){_OF}{_IS}|differentiat(?:ing|ion)\s*(?:this|it)?{_OF}\s*(?:gives|yields|:)\s*$"
    rf"|(?:导数|梯度|偏导数?){_OF}{_IS_ZH}|求导{_OF}\s*(?:可得|得到|得)\s*[:：,，]?\s*$"
)
_VALUE = re.compile(
    rf"(?:minimi[sz]er|(?:the|our|closed[\s-]form|analytic\w*)\s+solution|point\s+of\s+(?:the\s+)?minimum|minimum\s+point|minimal\s+point|optimum"
    rf"|(?:optimal|best)\s+(?:value|solution|point|constant|choice|weights?|parameters?))(?:\s+(?:of|for)\s*§)?{_IS}"
    rf"|(?:attained|reached|minimi[sz]ed)\s+(?:at|by)\s*$"
    rf"|(?:最优解|最优值|最小值点|极小值点|解析解|最小二乘解)(?:\s*§)?{_IS_ZH}"
)
_SAME = re.compile(
    r"(?:\b(?:this|that|it|which)\s+(?:is|equals|becomes|simplifies\s+to)|\bsimplif(?:ies|ying)\s+to"
    r"|即|也就是|等于|化简(?:得|为|后得)|整理(?:得|后得))\s*[:：]?\s*$"
)
_SEMIDEFINITE = re.compile(
    r"\s*,?\s*(?:which\s+)?(?:is|are)\s+(?:\w+ly\s+|always\s+|thus\s+)?(?:a\s+)?(?:symmetric\s+(?:and\s+)?)?"
    r"(?:positive[\s-]semi-?\s?definite|psd\b|p\.s\.d)"
    r"|\s*[,，]?\s*(?:总|恒|一定|必|显然)?(?:是|为)?(?:一个)?半正定"
)
_COMPLETE = re.compile(
    r"[\s*_)）]*(?:$|[.;:!?。；：！？、]|\n|[,，](?!\s*(?:if|when|where|for|若|当|如果)\b)"
    r"|(?:and|which|so|hence|thus|then|since|as|because)\b)"
)
_CONDITION = re.compile(r"[\s*_)）,，]*(?:if|when|where|provided|若|当|如果)")
_SUPPOSED = re.compile(r"\b(if|when|where|assum\w*|suppos\w*|provided|unless|not|no|isn't)\b|若|如果|当|假设|不|并非")
_SENTENCE_END = re.compile(r"[.。!！?？;；]\s|[。！？；]|\n\s*\n|\n\s*(?:[-*#>]|\d+\.)")


def phrases(statements: Sequence[Statement], number: int) -> tuple[Phrase, ...]:
    """What the words around a statement that is one formula say of it, as far as that is known here."""
    before = sentence(statements, number)
    if _SUPPOSED.search(before):
        return ()
    found: list[Phrase] = []
    then = statements[number].then
    if not (_COMPLETE.match(then) or (_CONDITION.match(then) and _VALUE.search(before))):
        before = ""  # "最优值是 x_i 的平均值", "the gradient is ±1 however small …", "is -1 when b < x_i"
    if _SECOND.search(before):
        found.append("second derivative")
    elif _FIRST.search(before) and not re.search(r"second|二阶", before):
        found.append("derivative")
    elif _VALUE.search(before):
        found.append("value")
    elif _SAME.search(statements[number].words):
        found.append("same")
    if _SEMIDEFINITE.match(statements[number].then):
        found.append("semidefinite")
    return tuple(found)


_DIRECTLY = re.compile(r"\s*(?:for|when|whenever|if|where|as\s+long\s+as|on|provided)\b[^,.;]*$")


def condition(statements: Sequence[Statement], number: int, is_unknown: Callable[[Term], bool]) -> Relation | None:
    """The inequality under which one is claimed: "S' < 0 for b < x̄", "when b < x̄ we have S' < 0"."""

    def on_unknown(at: int) -> Relation | None:
        if not 0 <= at < len(statements) or at == number or len(statements[at].sides) != 2:
            return None
        (left, right), (op,) = statements[at].sides, statements[at].ops
        here = left.where.line == statements[number].sides[0].where.line
        return Relation(op, left.term, right.term) if here and op in _ORDERS and is_unknown(left.term) else None

    following = on_unknown(number + 1)
    if following is not None and _DIRECTLY.match(statements[number + 1].words):
        return following
    return on_unknown(number - 1)


def pair(statements: Sequence[Statement], number: int) -> tuple[str, Literal["=", "≠"], str] | None:
    """The two indices that are said to differ, or to be the same, where a formula is claimed: "0 for j ≠ k"."""

    def said(at: int) -> tuple[str, Literal["=", "≠"], str] | None:
        if not 0 <= at < len(statements) or len(statements[at].sides) != 2:
            return None
        left, right = statements[at].sides
        if left.where.line != statements[number].sides[-1].where.line:
            return None
        match left.term, statements[at].ops[0], right.term:
            case Symbol(j), ("=" | "≠") as op, Symbol(k):
                return j, op, k
        return None

    following = said(number + 1)
    if following is not None and _UNDER.fullmatch(statements[number + 1].words):
        return following
    before = said(number - 1)
    return before if before is not None and before[1] == "≠" else None


_UNDER = re.compile(
    r"\s*[(（,，]?\s*(?:for|when|whenever|if|where|as\s+long\s+as|provided|若|当|如果|对|其中|只要)"
    r"\s*(?:all|所有|任意)?\s*"
)
_CONTRARY = re.compile(
    r"\bwould\s+(?:be|have|get|give|follow|yield|read|look)\b|\bforg[eo]t\w*\b|\b(?:common|typical|usual)\s+(?:slip|mistake|error)"
    r"|\b(?:wrong(?:ly)?|incorrect(?:ly)?|naive(?:ly)?)\b"
    r"|\b(?:can(?:not|['’]t|\s+not)|must\s+not|may\s+not)\s+(?:simply|just|write|use|cancel|divide|say|conclude)"
    r"|忘记|忘了|误写|写错|误以为|错误地|不能(?:直接|简单|写|用|约|说)|否则"
)
_DENIED = re.compile(
    r"\s*[,，]?\s*(?:(?:is|are|would\s+be)\s+(?:wrong|incorrect|false|not\s)|是错|是不对|不成立|不正确)"
)


def is_contrary(statements: Sequence[Statement], number: int) -> bool:
    """Whether a statement is what somebody else might say: "a common slip would give b = …", "w = … is wrong"."""
    return bool(_CONTRARY.search(sentence(statements, number)) or _DENIED.match(statements[number].then))


def is_supposed(statements: Sequence[Statement], number: int) -> bool:
    """Whether a statement is a case or an assumption: "if the data are centred, …"."""
    return bool(_SUPPOSED.search(sentence(statements, number)))


def sentence(statements: Sequence[Statement], number: int) -> str:
    """The words of a sentence up to a statement, with ``§`` for the formulas among them."""
    said = statements[number].words
    at = number
    while at > 0 and not _SENTENCE_END.search(said) and len(said) < 300:
        at -= 1
        said = f"{statements[at].words} § {said}"
    return _SENTENCE_END.split(said)[-1]


def subjects(statements: Sequence[Statement], number: int) -> tuple[Statement, ...]:
    """The formulas in a statement's sentence before it."""
    count = sentence(statements, number).count("§")
    return tuple(statements[max(number - count, 0) : number])
