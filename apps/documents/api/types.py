"""What the bodies of these routes are made of. A NUL is refused here: no database column can hold one."""

from typing import Annotated

from pydantic import Field, StringConstraints

NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]
Pseudonym = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_NUL)]
RealName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=NO_NUL)]
AttributeName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_NUL)]
Value = (
    bool
    | Annotated[str, StringConstraints(max_length=2000, pattern=NO_NUL)]
    | int
    | Annotated[float, Field(allow_inf_nan=False)]
)
Attributes = dict[Name, Value]
