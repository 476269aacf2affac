"""Sets one piece of the log with typst: JSON on standard input, PDF on standard output.

A process of its own, without Django: typst keeps what it has set, and a long log would leave gigabytes with the server.
"""

import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("log.typ")


def main() -> None:
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"log": sys.stdin.read()}, timestamp=int(sys.argv[1])
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
