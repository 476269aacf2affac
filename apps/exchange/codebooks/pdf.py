"""The printed codebook as PDF, set by typst in the fonts that come with it."""

import json
from pathlib import Path

import typst

from apps.exchange.codebooks.material import Material
from apps.exchange.codebooks.printed import printed

TEMPLATE = Path(__file__).with_name("codebook.typ").read_bytes()


def as_pdf(material: Material) -> bytes:
    """What is said goes in as data, so that no word of a code is taken for markup; the day makes it the same again."""
    book = json.dumps(printed(material).as_json())
    day = int(material.made.timestamp())
    pdf: bytes = typst.compile(TEMPLATE, format="pdf", sys_inputs={"book": book}, timestamp=day)
    return pdf
