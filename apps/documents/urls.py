from django.urls import include, path

from apps.documents import views

app_name = "documents"

transcripts = [
    path("", views.transcript_list, name="transcript_list"),
    path("bin/", views.bin, name="bin"),
    path("<uuid:transcript_id>/edit/", views.transcript_edit, name="transcript_edit"),
    path("<uuid:transcript_id>/bin/", views.transcript_bin, name="transcript_bin"),
    path("<uuid:binned_id>/restore/", views.transcript_restore, name="transcript_restore"),
    path("<uuid:transcript_id>/original/", views.original, name="original"),
]

uploads = [
    path("", views.upload_list, name="upload_list"),
    path("new/", views.upload, name="upload"),
    path("confirm/", views.upload_confirm_all, name="upload_confirm_all"),
    path("discard/", views.upload_discard_unread, name="upload_discard_unread"),
    path("batch/<uuid:job_id>/", views.upload_batch, name="upload_batch"),
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

urlpatterns = [
    path("transcripts/", include(transcripts)),
    path("uploads/", include(uploads)),
    path("offices/", include(offices)),
    path("participants/", include(participants)),
]
