"""What a person has chosen for themselves, over HTTP."""

from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import ConfigDict, Field, StringConstraints

from apps.accounts import services
from apps.accounts.auth import check_is_expected
from apps.web.http import Request

router = Router(tags=["me"])

MOST_KEYS = 300
# The workspace owns the table of commands. Here only the shapes are known: "undo:u", and "Mod+Shift+z".
Slot = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}:[^\s\x00-\x1f]{1,30}$")]
Key = Annotated[str, StringConstraints(pattern=r"^(Mod\+)?(Alt\+)?(Shift\+)?([^\s\x00-\x1f+]|[A-Z][A-Za-z0-9]{1,19})$")]


class Keys(Schema):
    """Keys of the workspace that differ from the usual ones, by what they are in place of."""

    model_config = ConfigDict(extra="forbid")

    keys: dict[Slot, Key] = Field(max_length=MOST_KEYS)


@router.get("/me/keys", response=Keys)
def keys_detail(request: Request) -> dict[str, Any]:
    return {"keys": request.user.keys}


@router.put("/me/keys", response=Keys)
def keys_change(request: Request, body: Keys) -> dict[str, Any]:
    check_is_expected(request)
    services.save_keys(user=request.user, keys=body.keys)
    return {"keys": request.user.keys}
