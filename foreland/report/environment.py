"""The one template engine: Jinja with every value escaped and no name left undefined."""

from functools import cache

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.loaders import ChoiceLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from foreland.report import formats, wording


@cache
def environment() -> Environment:
    """GOV.UK Frontend's macros stand under the name that its own templates import them by."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("foreland.report", "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # the templates are part of the program
    )
    made.filters["day"] = formats.day
    made.filters["ordinal"] = formats.ordinal
    made.filters["group_words"] = wording.group
    made.filters["prose"] = prose
    made.globals["count"] = formats.count
    made.globals["RATINGS"] = wording.RATINGS
    return made


@cache
def _markdown() -> MarkdownIt:
    # Raw HTML is on by default in this library; commentary is text, never markup.
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})


def prose(text: str) -> Markup:
    """Commentary and other prose (CommonMark, no HTML) as paragraphs, lists and links."""
    html = _markdown().render(text)
    for tag, css in (("<p>", "govuk-body"), ("<ul>", "govuk-list govuk-list--bullet")):
        html = html.replace(tag, f'{tag[:-1]} class="{css}">')
    return Markup(html)


def tidied(text: str) -> bytes:
    """A page's bytes without the blank lines and indents that templates leave."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line).encode() + b"\n"
