"""What people type about offices, participants, transcripts and uploads."""

from apps.documents.cutting import ASKS, NEW, RulesForm, SpeakersForm, TypedTable
from apps.documents.forms.attributes import AttributeForm
from apps.documents.forms.bulk import ChangesForm, SelectionForm
from apps.documents.forms.fields import AttributesField, OfficeField
from apps.documents.forms.imports import ImportForm, TableForm
from apps.documents.forms.people import OfficeForm, ParticipantForm
from apps.documents.forms.recordings import OffsetForm, RecordingForm
from apps.documents.forms.search import SearchForm
from apps.documents.forms.transcripts import DetailsForm, FilterForm, TranscriptForm
from apps.documents.forms.uploads import BatchForm, ConfirmAllForm, UploadForm

__all__ = [
    "ASKS",
    "NEW",
    "AttributeForm",
    "AttributesField",
    "BatchForm",
    "ChangesForm",
    "ConfirmAllForm",
    "DetailsForm",
    "FilterForm",
    "ImportForm",
    "OfficeField",
    "OfficeForm",
    "OffsetForm",
    "ParticipantForm",
    "RecordingForm",
    "RulesForm",
    "SearchForm",
    "SelectionForm",
    "SpeakersForm",
    "TableForm",
    "TranscriptForm",
    "TypedTable",
    "UploadForm",
]
