"""The text of an abstract as HTML: everything escaped but the few tags it may carry."""

import re

from markupsafe import Markup, escape

TAG = re.compile(r"<(/?)(sub|sup|i|b|em|strong)>", re.IGNORECASE)


def body_html(text: str) -> Markup:
    """Safe and well-formed whatever was typed: a tag left open is closed, a stray end is shown."""
    made: list[str] = []
    opened: list[str] = []
    end = 0
    for found in TAG.finditer(text):
        made.append(str(escape(text[end : found.start()])))
        made.append(_tag(found, opened))
        end = found.end()
    made.append(str(escape(text[end:])))
    made += [f"</{name}>" for name in reversed(opened)]
    return Markup("".join(made))  # noqa: S704 -- every piece is escaped or one of six tags


def _tag(found: re.Match[str], opened: list[str]) -> str:
    name = found[2].lower()
    if not found[1]:
        opened.append(name)
        return f"<{name}>"
    if opened and opened[-1] == name:
        opened.pop()
        return f"</{name}>"
    return str(escape(found[0]))
