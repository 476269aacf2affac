from django.urls import include, path

from apps.documents import views

app_name = "documents"

transcripts = [
    path("", views.transcript_list, name="transcript_list"),
    path("bin/", views.bin, name="bin"),
    path("change/", views.transcripts_change, name="transcripts_change"),
    path("<uuid:transcript_id>/edit/", views.transcript_edit, name="transcript_edit"),
    path("<uuid:transcript_id>/bin/", views.transcript_bin, name="transcript_bin"),
    path("<uuid:binned_id>/restore/", views.transcript_restore, name="transcript_restore"),
    path("<uuid:transcript_id>/original/", views.original, name="original"),
    path("<uuid:transcript_id>/recording/", views.recording_edit, name="recording_edit"),
    path("<uuid:transcript_id>/recording/file/", views.recording, name="recording"),
    path("<uuid:transcript_id>/recording/offset/", views.recording_offset, name="recording_offset"),
    path("<uuid:transcript_id>/recording/remove/", views.recording_remove, name="recording_remove"),
]

uploads = [
    path("", views.upload_list, name="upload_list"),
    path("new/", views.upload, name="upload"),
    path("confirm/", views.upload_confirm_all, name="upload_confirm_all"),
    path("discard/", views.upload_discard_unread, name="upload_discard_unread"),
    path("batch/<uuid:job_id>/", views.upload_batch, name="upload_batch"),
    path("batch/<uuid:job_id>/begin/", views.upload_begin, name="upload_begin"),
    path("batch/<uuid:job_id>/discard/", views.upload_batch_discard, name="upload_batch_discard"),
    path("batch/<uuid:job_id>/report.<str:format>", views.upload_report, name="upload_report"),
    path("<uuid:upload_id>/", views.upload_preview, name="upload_preview"),
    path("<uuid:upload_id>/discard/", views.upload_discard, name="upload_discard"),
]

offices = [
    path("", views.office_list, name="office_list"),
    path("new/", views.office_add, name="office_add"),
    path("<uuid:office_id>/", views.office_edit, name="office_edit"),
    path("<uuid:office_id>/delete/", views.office_delete, name="office_delete"),
]

participants = [
    path("", views.participant_list, name="participant_list"),
    path("new/", views.participant_add, name="participant_add"),
    path("<uuid:participant_id>/", views.participant_edit, name="participant_edit"),
    path("<uuid:participant_id>/delete/", views.participant_delete, name="participant_delete"),
]

attributes = [
    path("", views.attribute_list, name="attribute_list"),
    path("new/", views.attribute_add, name="attribute_add"),
    path("<uuid:attribute_id>/", views.attribute_edit, name="attribute_edit"),
    path("<uuid:attribute_id>/delete/", views.attribute_delete, name="attribute_delete"),
    path("import/", views.attributes_import, name="attributes_import"),
    path("import/<uuid:import_id>/", views.attributes_import_preview, name="attributes_import_preview"),
    path("import/<uuid:import_id>/left-out/", views.attributes_import_report, name="attributes_import_report"),
]

urlpatterns = [
    path("transcripts/", include(transcripts)),
    path("uploads/", include(uploads)),
    path("offices/", include(offices)),
    path("participants/", include(participants)),
    path("attributes/", include(attributes)),
    path("search/", views.search, name="search"),
]
