"""The button that takes the view out as a file."""

from dash import html

from dashboard.address import Address, Format
from dashboard.wording.desk import say
from dashboard.wording.exports import MENU


def export_menu(address: Address) -> html.Details:
    """A button that opens to the formats; each is a plain link, so that the browser loads the file by itself."""
    language = address.language
    links = [html.A(say(MENU, form, language), href=address.export(form), className="desk-option") for form in Format]
    return html.Details(
        [html.Summary(say(MENU, "export", language)), html.Div(links, className="desk-menu-list")],
        className="desk-menu desk-export",
    )
