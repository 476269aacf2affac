"""Every chart there is, by the name it has in addresses and files.

To add one: write a function `(project, form) -> Chart | None` in a module beside this one, None when the project has
nothing to draw it of, and enter it in CHARTS. View, page, files and tests find it here.
"""

from collections.abc import Callable

from apps.analysis.charting import Chart
from apps.analysis.forms import FilterForm
from apps.analysis.panels.cooccurrence import cooccurrence_chart
from apps.analysis.panels.network import network_chart
from apps.analysis.panels.portrait import portrait_chart
from apps.analysis.panels.saturation import saturation_chart
from apps.analysis.panels.shapes import crosstab_chart, frequencies_chart
from apps.analysis.panels.timeline import timeline_chart
from apps.analysis.panels.verdict import dominance_chart
from apps.projects.models import Project

CHARTS: dict[str, Callable[[Project, FilterForm], Chart | None]] = {
    "frequencies": frequencies_chart,
    "crosstab": crosstab_chart,
    "dominance": dominance_chart,
    "cooccurrence": cooccurrence_chart,
    "network": network_chart,
    "saturation": saturation_chart,
    "portrait": portrait_chart,
    "timeline": timeline_chart,
}
