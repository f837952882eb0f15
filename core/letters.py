"""The text of an e-mail. It is not HTML, so nothing in it is escaped: an apostrophe stays an apostrophe."""

from typing import Any

from django.template import Context, Engine


def letter_text(template: str, context: dict[str, Any]) -> str:
    """``templates/emails/<template>.txt`` filled in."""
    letter = Engine.get_default().get_template(f"emails/{template}.txt")
    return letter.render(Context(context, autoescape=False)).strip() + "\n"
