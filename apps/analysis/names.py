"""What the choices of the filter bar are called."""

from django.utils.translation import gettext_lazy

MEASURE_NAMES = {
    "codings": gettext_lazy("Codings"),
    "share": gettext_lazy("Share"),
    "per_1000_words": gettext_lazy("per 1,000 words"),
    "participants": gettext_lazy("Participants"),
    "codings_per_participant": gettext_lazy("per participant"),
    "words": gettext_lazy("Words"),
    "segments": gettext_lazy("Passages"),
    "transcripts": gettext_lazy("Transcripts"),
}
BY_NAMES = {
    "office": gettext_lazy("Office"),
    "participant": gettext_lazy("Participant"),
    "transcript": gettext_lazy("Transcript"),
    "coder": gettext_lazy("Coder"),
    "kind": gettext_lazy("Kind of transcript"),
    "month": gettext_lazy("Month of the interview"),
    "quarter": gettext_lazy("Quarter of the interview"),
    "year": gettext_lazy("Year of the interview"),
}
SHAPE_NAMES = {
    "heat": gettext_lazy("Heat map"),
    "bars": gettext_lazy("Bars"),
    "shares": gettext_lazy("Parts of 100 %"),
    "multiples": gettext_lazy("Small multiples"),
}
REVIEW_NAMES = {
    "": gettext_lazy("not rejected"),
    "approved": gettext_lazy("approved only"),
    "open": gettext_lazy("not reviewed"),
    "rejected": gettext_lazy("returned or replaced"),
    "returned": gettext_lazy("returned"),
    "replaced": gettext_lazy("replaced"),
    "all": gettext_lazy("whatever the review"),
}
CELL_NAMES = {
    "count": gettext_lazy("Passages"),
    "row_share": gettext_lazy("Row %"),
    "column_share": gettext_lazy("Column %"),
    "residual": gettext_lazy("Residuals"),
}
NOBODY = "none"
