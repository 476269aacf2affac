from typing import Any
from uuid import UUID

import pytest


@pytest.fixture
def snapshot_of_two() -> dict[str, Any]:
    """A dimension with a code and one below it, and a dimension without codes."""
    words = {"definition": "Norms.", "include": "", "exclude": "", "example": "We copied it.", "counter_example": ""}
    code = {"dimension": str(UUID(int=1)), "position": 0, "color": "#112233", "codable": True, "shortcut": "", **words}
    return {
        "dimensions": [
            {"id": str(UUID(int=1)), "name": "Pressure", "exclusive": True, "position": 0},
            {"id": str(UUID(int=2)), "name": "Factor", "exclusive": False, "position": 1},
        ],
        "codes": [
            code | {"id": str(UUID(int=3)), "parent": None, "name": "Normative"},
            code | {"id": str(UUID(int=4)), "parent": str(UUID(int=3)), "name": "Training", "shortcut": "4"},
        ],
    }
