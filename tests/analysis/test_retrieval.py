"""Questions to the passages of a small study that can be counted by hand."""

from uuid import UUID

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.analysis.queries.retrieval import Answer, ask, read_question
from apps.coding.models import Coding, Segment
from apps.documents.models import Transcript
from apps.documents.services import bin_transcript
from apps.projects.models import Project
from apps.web.errors import Invalid
from tests.analysis.conftest import Study

RULES, BOTH, TWO = "Jawaban satu tentang aturan", "satu tentang aturan, pelatihan", "Jawaban dua"
ONE, THREE, ASKED = "Jawaban satu", "Jawaban tiga", "Apa penyebabnya"


QUESTIONS = [
    ("Coercive", [RULES, BOTH, ONE]),
    ("coercive!", [BOTH]),
    ("Coercive > Regulation", [RULES, ONE]),
    ('"Institutional pressure" > Coercive!', [BOTH]),
    ('dimension:"causal factor"', [RULES, BOTH, TWO, TWO, ASKED]),
    ("Monitoring and Regulation", [RULES]),
    ("Monitoring and not Regulation", [BOTH, ASKED]),
    ("Regulation or Normative!", [RULES, ONE, TWO]),
    ("Mimetic", []),
    ("Mimetic review:returned", [TWO]),
    ("review:returned,replaced", [TWO]),
    ("uncoded", [TWO]),
    ("coded", [RULES, BOTH, TWO, ONE, TWO, ASKED, THREE]),
    # Two coders' passages on the same words.
    ("Regulation overlaps Coercive!", [RULES]),
    ("Coercive! overlaps Regulation other coder", [BOTH]),
    ("Regulation overlaps Coercive! same coder", []),
    ("(coder:Lestari) overlaps (coder:Cahya)", [RULES]),
    ("Regulation overlaps Monitoring", [RULES]),
    ("Monitoring overlaps Monitoring", [RULES, BOTH]),
    ("Regulation followed by/50 Innovation", [RULES, ONE]),
    ("Regulation followed by/1 Innovation", []),
    ("Innovation near/20 Regulation", [TWO, TWO]),
    ("Innovation near/20 Regulation same turn", []),
    ("Regulation near/turn Coercive!", [RULES]),
    ("Innovation near/20 (coder:Cahya) office:Metro", [TWO]),
    ("office:Metro", [ONE, TWO, ASKED, TWO, THREE]),
    ("office:Metro,Kotabumi coded", [RULES, BOTH, TWO, ONE, TWO, ASKED, THREE]),
    ('participant:"informan 3" coded', [THREE]),
    ('transcript:"Metro 01"', [ONE, TWO]),
    ("kind:document", []),
    ("dated:2024", []),
    ("speaker:pewawancara", [ASKED]),
    ("said:interviewer", [ASKED]),
    ("said:nobody", [ASKED]),
    ("coded not said:participant", [ASKED]),
    ("attr:rank=staff coded", [THREE]),
    ("attr:RANK=HEAD Coercive", [RULES, BOTH, ONE]),
    ('attr:rank=""', [ASKED]),
    ("attr:rank>a said:participant coded", [RULES, BOTH, TWO, ONE, TWO, THREE]),
    ("coder:Cahya office:Metro", [TWO, THREE]),
    ("coder:me Coercive", [RULES, ONE]),
    ("coded not (coder:me)", [BOTH, TWO, THREE]),
    ("since:2999", []),
    ("until:2999-12 Coercive!", [BOTH]),
    ("text:aturan", [RULES, BOTH]),
    ("text:latihan", []),
    ("text:~latihan", [BOTH]),
    ('text:"ATURAN, pelatihan"', [BOTH]),
    ("text:/^jawaban .a/", [RULES, ONE]),
    ("Coercive text:/PELAT/", [BOTH]),
    ("Coercive not text:~latih", [RULES, ONE]),
]
REFUSED = [
    ("Monitoring and Coersive", "no_such_code", 16, "Did you mean Coercive?"),
    ("Luck", "no_such_code", 1, "No code is called “Luck”, at character 1."),
    ("dimension:Pressure", "no_such_dimension", 1, "No dimension"),
    ("A or office:Metropolis", "no_such_code", 1, ""),
    ("Coercive or office:Metropolis", "no_such_name", 13, 'Did you mean "Metro"?'),
    ("coder:Nobody", "no_such_name", 1, "“coder:Nobody”"),
    ("attr:shoes=42", "no_such_attribute", 1, "“shoes”"),
    ("text:/(/", "bad_pattern", 1, "not a regular expression"),
    ("text:/(a+)+$/", "pattern_too_slow", 1, "takes too long"),
    ("Coercive Regulation", "expected", 10, "Expected and, or"),
]


def answered(study: Study, question: str, user: User | None = None) -> Answer:
    return ask(study.project, read_question(question), user or study.lead)


def quotes(study: Study, question: str, user: User | None = None) -> list[str]:
    found = Segment.objects.in_bulk(list(answered(study, question, user).segments))
    return [found[pk].quote for pk in answered(study, question, user).segments]


def test_questions(study: Study):
    assert {question: quotes(study, question) for question, _found in QUESTIONS} == dict(QUESTIONS)


def test_codes_by_id_and_who_asks(study: Study, coder: User):
    assert quotes(study, f"#{study.codes['Coercive'].pk}!") == [BOTH]
    assert quotes(study, f"office:#{study.offices['Metro'].pk} Regulation") == [ONE]
    assert quotes(study, "coder:me Coercive", coder) == [BOTH]


def test_what_cannot_be_answered_says_why_and_where(study: Study):
    Segment.objects.filter(quote=RULES).update(quote="a" * (len(RULES) - 1) + "!")
    for question, reason, at, said in REFUSED:
        with pytest.raises(Invalid) as raised:
            answered(study, question)
        assert (raised.value.fields["reason"], raised.value.fields["at"]) == (reason, at), question
        assert said in raised.value.message


def test_a_name_that_several_codes_have_is_told_apart(study: Study):
    code = study.codes["Innovation"]
    code.name = "Regulation"
    code.save(update_fields=["name"])
    with pytest.raises(Invalid) as raised:
        answered(study, "Regulation")
    assert raised.value.fields["reason"] == "ambiguous_code"
    assert "Coercive > Regulation" in raised.value.message
    assert quotes(study, '"Causal factor" > Regulation') == [TWO, TWO]


def test_counts_by_office_participant_and_transcript_are_those_of_the_tables(study: Study, api: Client):
    answer = answered(study, "Coercive")
    assert (answer.counts.passages, answer.counts.codings, answer.counts.participants) == (3, 3, 2)
    offices = [(line.name, line.passages, line.codings, line.participants) for line in answer.by("office")]
    assert offices == [("Kotabumi", 2, 2, 1), ("Metro", 1, 1, 1)]
    assert [(line.name, line.codings) for line in answer.by("transcript")] == [("Kotabumi 01", 2), ("Metro 01", 1)]
    asked = {"code": str(study.codes["Coercive"].pk), "rollup": "true"}
    table = api.get(f"/api/v1/projects/{study.project.pk}/frequencies", asked).json()
    assert table["totals"]["all"] == answer.counts.codings


def test_codings_are_those_of_the_codes_asked_for(study: Study):
    assert answered(study, "Monitoring").counts.codings == 3
    assert answered(study, 'dimension:"Causal factor" and Regulation').counts.codings == 2
    assert answered(study, "Regulation near/20 Innovation").counts.codings == 2
    assert answered(study, "office:Metro").counts.codings == 5
    assert answered(study, "office:Metro coder:Cahya").counts.codings == 3
    people = [(line.name, line.passages) for line in answered(study, "coded").by("participant")]
    assert people == [("Informan 1", 3), ("Informan 2", 2), ("Informan 3", 1), ("No participant", 1)]


def test_what_is_in_the_bin_is_not_there(study: Study):
    transcript = Transcript.objects.get(title="Kotabumi 01")
    bin_transcript(project=study.project, user=study.lead, transcript=transcript)
    assert quotes(study, "Coercive or not Coercive") == [ONE, TWO, ASKED, TWO, THREE]
    assert quotes(study, "Coercive") == [ONE]


def test_statements_do_not_grow_with_passages(study: Study, django_assert_max_num_queries):
    question = "Coercive and not Innovation near/20 Monitoring office:Metro text:~satu coded attr:rank=head"
    with django_assert_max_num_queries(12):
        answered(study, question)
    for title in ("Metro 03", "Metro 04"):
        study.interview(title, "Metro", "Informan 2")
        study.code(study.lead, title, ONE, "Regulation", "Monitoring")
    with django_assert_max_num_queries(12):
        assert answered(study, question).total == 3


def test_only_the_ids_looked_at_are_made(study: Study):
    segments = answered(study, "coded").segments
    assert len(segments) == 7
    assert [type(pk) for pk in segments[2:4]] == [UUID, UUID]
    assert len(segments[2:4]) == 2
    assert Coding.objects.filter(segment=segments[-1]).get().code.name == "Professional values"


def test_another_projects_passages_are_never_found(study: Study, lead: User):
    from apps.projects.services import create_project

    other: Project = create_project(user=lead, name="Another study")
    assert ask(other, read_question("coded or uncoded"), lead).total == 0
