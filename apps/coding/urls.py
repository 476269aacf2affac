from django.urls import include, path

from apps.coding import views

app_name = "coding"
names = [
    path("", views.name_list, name="name_list"),
    path("preview/", views.names_preview, name="names_preview"),
    path("hide/", views.names_hide, name="names_hide"),
    path("<uuid:name_id>/", views.name_edit, name="name_edit"),
    path("<uuid:name_id>/delete/", views.name_delete, name="name_delete"),
]

versions = [
    path("versions/", views.version_list, name="version_list"),
    path("versions/compare/", views.version_diff, name="version_diff"),
    path("versions/<int:number>/", views.version_detail, name="version_detail"),
    path("versions/<int:number>/original/", views.version_original, name="version_original"),
    path("correct/", views.transcript_correct, name="transcript_correct"),
    path("structure/", views.structure_edit, name="structure_edit"),
    path("turns/<int:turn_index>/edit/", views.turn_edit, name="turn_edit"),
]

doubts = [
    path("", views.doubt_list, name="doubt_list"),
    path("accept/", views.doubt_accept_all, name="doubt_accept_all"),
    path("undo/", views.doubt_undo, name="doubt_undo"),
    path("<uuid:doubt_id>/", views.doubt_detail, name="doubt_detail"),
    path("<uuid:doubt_id>/decide/", views.doubt_decide, name="doubt_decide"),
]

memos = [
    path("", views.memo_list, name="memo_list"),
    path("new/", views.memo_create, name="memo_create"),
    path("preview/", views.memo_preview, name="memo_preview"),
    path("undo/<int:activity_id>/", views.memo_undo, name="memo_undo"),
    path("<uuid:memo_id>/", views.memo_detail, name="memo_detail"),
    path("<uuid:memo_id>/edit/", views.memo_edit, name="memo_edit"),
    path("<uuid:memo_id>/delete/", views.memo_delete, name="memo_delete"),
]

refactoring = [
    path("merge/", views.code_merge, name="code_merge"),
    path("split/", views.code_split, name="code_split"),
    path("relocate/", views.code_relocate, name="code_relocate"),
    path("shift/", views.code_shift, name="code_shift"),
    path("place/", views.code_place, name="code_place"),
    path("remove/", views.code_remove, name="code_remove"),
    path("passages/", views.code_passages, name="code_passages"),
    path("example/", views.code_example, name="code_example"),
]

urlpatterns = [
    path("codebook/codes/<uuid:code_id>/", include(refactoring)),
    path("codebook/dimensions/<uuid:dimension_id>/exclusive/", views.dimension_exclusive, name="dimension_exclusive"),
    path("codebook/versions/<int:number>/restore/", views.codebook_restore, name="codebook_restore"),
    path("doubts/", include(doubts)),
    path("memos/", include(memos)),
    path("transcripts/<uuid:transcript_id>/", include(versions)),
    path("names/", include(names)),
    path("participants/<uuid:participant_id>/erase/", views.participant_erase, name="participant_erase"),
    path("activity/<int:activity_id>/", views.activity_detail, name="activity_detail"),
    path("activity/<int:activity_id>/back/", views.go_back, name="go_back"),
    path("activity/<int:activity_id>/undo/", views.change_undo, name="change_undo"),
    path("activity/<int:activity_id>/redo/", views.change_redo, name="change_redo"),
    path("transcripts/<uuid:transcript_id>/code/", views.workspace, name="workspace"),
    path("transcripts/<uuid:transcript_id>/history/", views.transcript_history, name="transcript_history"),
    path("codebook/codes/<uuid:code_id>/history/", views.code_history, name="code_history"),
    path("code-tree/", views.code_families, name="code_families"),
    path("segments/<uuid:segment_id>/", views.segment_detail, name="segment_detail"),
]
