"""The keys that buttons of the workspace show: as this person has set them, from the first paint on."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def key(context: template.Context, slot: str) -> SafeString:
    """{% key "undo:u" %}: the key in a slot of static/js/annotator/bindings.js; keyhints.js keeps it true later."""
    usual = slot.partition(":")[2]
    chosen = context["request"].user.keys.get(slot, usual)
    return format_html('<kbd data-key="{}">{}</kbd>', slot, key_text(chosen))


def key_text(name: str) -> str:
    """As shortKey in keymap.js writes it: "Shift+u" is U, "Mod+z" is Ctrl + z."""
    *modifiers, last = name.split("+")
    if modifiers == ["Shift"] and len(last) == 1:
        return last.upper()
    names = {
        "Mod": _("Ctrl"), "Shift": _("Shift"), "Escape": _("Esc"), "Space": _("Space"), "Plus": "+",
        "ArrowLeft": "←", "ArrowRight": "→", "ArrowUp": "↑", "ArrowDown": "↓",
    }  # fmt: skip
    return " + ".join(names.get(part, part) for part in (*modifiers, last))
