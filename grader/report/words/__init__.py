"""The grader's sentences in both languages: one file of templates a layer, one function that fills them in."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Language, Message, Text, Words
from grader.report.words import (
    authoring,
    book,
    checks_code,
    checks_derive,
    checks_forms,
    checks_rubric,
    checks_shown,
    checks_steps,
    checks_timer,
    checks_words,
    cluster,
    derivation,
    doors,
    feedback,
    gradebook,
    jail,
    maths,
    maths_reading,
    reading,
)

WORDS: Mapping[str, Text] = {
    **maths.WORDS,
    **maths_reading.WORDS,
    **derivation.WORDS,
    **checks_derive.WORDS,
    **checks_forms.WORDS,
    **checks_code.WORDS,
    **checks_words.WORDS,
    **checks_rubric.WORDS,
    **checks_shown.WORDS,
    **checks_steps.WORDS,
    **checks_timer.WORDS,
    **reading.WORDS,
    **jail.WORDS,
    **doors.WORDS,
    **feedback.WORDS,
    **gradebook.WORDS,
    **book.WORDS,
    **cluster.WORDS,
    **authoring.WORDS,
}


def render(words: Words | str | int | float, lang: Language) -> str:
    """The sentence in a language.

    A message that the word lists do not have, or whose fields do not fit its template, is shown as it is: its key and
    its fields still tell what happened, and a result is never lost over its wording.
    """
    match words:
        case Text():
            return words.zh if lang == "zh" else words.en
        case Message():
            return _filled(words, lang)
        case _:
            return str(words)


def _filled(message: Message, lang: Language) -> str:
    fields = {name: render(value, lang) for name, value in message.fields.items()}
    template = WORDS.get(message.key)
    if template is not None:
        try:
            return render(template, lang).format_map(fields)
        except (KeyError, IndexError, ValueError, AttributeError):
            pass
    return f"{message.key} ({', '.join(f'{name}: {value}' for name, value in fields.items())})"
