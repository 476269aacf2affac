"""The printed codebook as PDF, set by typst in the fonts that come with it."""

import json
from pathlib import Path

from apps.exchange.codebooks.material import Material
from apps.exchange.codebooks.printed import printed

TEMPLATE = Path(__file__).with_name("codebook.typ").read_bytes()


def as_pdf(material: Material) -> bytes:
    """What is said goes in as data, so that no word of a code is taken for markup; the day makes it the same again."""
    import typst  # here, not above: it takes 7 MB of every process that never sets a codebook

    book = json.dumps(printed(material).as_json())
    day = int(material.made.timestamp())
    pdf: bytes = typst.compile(TEMPLATE, format="pdf", sys_inputs={"book": book}, timestamp=day)
    return pdf
