"""The charts that have a page of their own, as the dashboard points to them."""

from django.utils.translation import gettext_lazy

from apps.analysis.panels import CHARTS

CARDS = {
    "cooccurrence": (
        gettext_lazy("Co-occurrence"),
        gettext_lazy("Which codes stand on the same or neighbouring passages."),
    ),
    "network": (gettext_lazy("Network of codes"), gettext_lazy("The same as a drawing of codes and their ties.")),
    "saturation": (gettext_lazy("Saturation"), gettext_lazy("Whether later interviews still bring new codes.")),
    "timeline": (gettext_lazy("Timeline of coding"), gettext_lazy("When the codings were made, and by whom.")),
    "portrait": (gettext_lazy("Portrait of a transcript"), gettext_lazy("Where in an interview each code stands.")),
}


def cards() -> list[tuple[str, str, str]]:
    """(name, title, what it shows) of every such chart."""
    return [(name, str(title), str(told)) for name, (title, told) in CARDS.items() if name in CHARTS]
