"""`python -m celery`, with one more app that only tests have: apps.rehearsal."""

from pathlib import Path

import apps

apps.__path__.append(str(Path(__file__).parent / "more_apps"))

if __name__ == "__main__":
    from celery.__main__ import main

    main()
