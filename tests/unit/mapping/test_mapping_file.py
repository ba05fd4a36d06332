from datetime import UTC, date, datetime

import pytest

from hub.agent.mapping import MappingError
from hub.sdk.ids import message_id
from hub_schemas import AccidentReported, ListingDecided, PenaltyPersons
from tests.unit.mapping.examples import ACCIDENTS, HEADER, STATING, codes, mapped, mapping

GOOD = b"A  Works ,,03.04.2024,Yard,Fire\n"


def test_a_row_becomes_a_checked_draft():
    (row,) = mapped(mapping(), HEADER + GOOD)
    (draft,) = row.drafts
    assert isinstance(draft.body, AccidentReported)
    assert (draft.body.subject_name, draft.body.occurred_on) == ("A Works", date(2024, 4, 3))
    assert draft.time == STATING.time
    assert draft.subject.startswith("name:")


def test_the_name_scheme_does_not_see_case_width_and_spacing():
    rows = mapped(mapping(), HEADER + GOOD + b"a Works,,2024-04-03,Yard,Other\n")
    assert rows[0].drafts[0].subject == rows[1].drafts[0].subject
    assert rows[0].drafts[0].draftkey != rows[1].drafts[0].draftkey


def test_everything_wrong_with_a_row_is_told_at_once_and_no_value():
    (row,) = mapped(mapping(), HEADER + "Works,sécret,2024-13-01,,\n".encode())
    assert codes(row) == [
        ("code", "import.subject_malformed"),
        ("day", "import.no_date"),
        ("place", "contract.body_invalid"),
        ("text", "contract.body_invalid"),
    ]
    assert row.drafts == ()
    assert "cret" not in repr(row.problems)


def test_a_right_code_is_used_and_a_wrong_one_is_kept_unverified():
    right, wrong = mapped(
        mapping(),
        HEADER + b"A,91130102ma0tamplen,2024-04-03,Y,F\nA,91130102MA0TAMPLE1,2024-04-03,Y,F\n",
    )
    assert right.drafts[0].subject == "uscc:91130102MA0TAMPLEN"
    assert wrong.drafts[0].subject == "unverified:91130102MA0TAMPLE1"
    assert [one.code for one in wrong.warnings] == ["import.uscc_unverified"]


def test_a_row_that_names_nobody_is_refused():
    (row,) = mapped(mapping(), HEADER + b",,2024-04-03,Yard,Fire\n")
    assert ("code, name", "import.no_subject") in codes(row)


def test_a_refuse_rule_tells_its_own_reason():
    rule = '[[refuse]]\nwhen = { column = "name", is = ["X"] }\ntext_en = "en"\ntext_zh = "zh"\n'
    how = mapping(ACCIDENTS, ("[[message]]", rule + "[[message]]"))
    (row,) = mapped(how, HEADER + b"x,,2024-04-03,Yard,Fire\n")
    assert [(p.code, p.text_en, p.text_zh) for p in row.problems] == [("import.rule", "en", "zh")]


TWO = """
version = 1
[source]
columns = ["name", "from", "until", "why", "officer"]
personal = ["officer"]
[vocabulary.end]
otherwise = "omit"
[vocabulary.end.values]
"Ongoing" = "ongoing"
"" = "not_stated"
[vocabulary.why.values]
"Both" = ["fraudulent", "corrupt"]
[derived]
key = { digest = ["name", "from"] }
[condition.ends]
column = "until"
not = ["Ongoing", ""]
[[message]]
name = "penalty"
contract = "penalty.decided/0.1"
subject = { scheme = "name", columns = ["name"] }
draftkey = { template = "p/{key}" }
[message.main]
subject_name = { column = "name" }
decided_on = { column = "from", do = [{ date = ["%Y-%m-%d"] }] }
conduct = { column = "why" }
[[message.main.penalties]]
kind = { const = "debarment" }
[[message.personal.persons]]
name = { column = "officer" }
role = { const = "principal", when = { column = "officer", empty = false } }
[[message]]
name = "listing"
contract = "listing.decided/0.1"
subject = { scheme = "name", columns = ["name"] }
draftkey = { template = "l/{key}" }
[message.main]
subject_name = { column = "name" }
list_scheme = { const = "mdb-debarment" }
listed_party = { const = "entity" }
penalty_id = { cite = "penalty" }
decided_on = { column = "from", do = [{ date = ["%Y-%m-%d"] }] }
reason = { column = "why" }
[message.main.grounds]
column = "why"
do = [{ vocabulary = "why" }]
[message.main.grounds.each]
scheme = { const = "prohibited-practice" }
code = { item = true }
[message.main.term]
effective_from = { column = "from", do = [{ date = ["%Y-%m-%d"] }] }
effective_until = { column = "until", do = [{ date = ["%Y-%m-%d"] }], when = "ends" }
open_ended = { column = "until", do = [{ vocabulary = "end" }] }
"""
TWO_HEADER = b"name,from,until,why,officer\n"


def test_a_message_cites_another_of_its_row():
    (row,) = mapped(mapping(TWO), TWO_HEADER + b"A,2024-01-01,Ongoing,Both,\n")
    penalty, listing = row.drafts
    body = listing.body
    assert isinstance(body, ListingDecided)
    assert body.penalty_id == message_id("bureau", penalty.draftkey or "", STATING.time)
    assert [ground.code for ground in body.grounds] == ["fraudulent", "corrupt"]


@pytest.mark.parametrize(
    ("until", "end", "why"),
    [
        ("Ongoing", None, "ongoing"),
        ("", None, "not_stated"),
        ("2025-01-01", date(2025, 1, 1), None),
    ],
)
def test_no_end_is_a_stated_rule(until: str, end: date | None, why: str | None):
    raw = TWO_HEADER + f"A,2024-01-01,{until},Both,\n".encode()
    (row,) = mapped(mapping(TWO), raw)
    body = row.drafts[1].body
    assert isinstance(body, ListingDecided)
    term = body.term
    assert (term.effective_until, term.open_ended) == (end, why)


def test_a_misspelled_end_is_no_end():
    (row,) = mapped(mapping(TWO), TWO_HEADER + b"A,2024-01-01,Ongonig,Both,\n")
    assert ("until", "import.no_date") in codes(row)
    assert row.drafts == ()


def test_a_row_of_two_messages_is_all_or_nothing():
    (row,) = mapped(mapping(TWO), TWO_HEADER + b"A,2024-01-01,Ongoing,Unknown,\n")
    assert codes(row) == [("why", "import.not_in_vocabulary")]
    assert row.drafts == ()


def test_the_personal_part_is_there_when_there_is_a_person():
    with_one, without = mapped(
        mapping(TWO), TWO_HEADER + b"A,2024-01-01,,Both,Li\nB,2024-01-01,,Both,\n"
    )
    personal = with_one.drafts[0].personal
    assert isinstance(personal, PenaltyPersons)
    assert personal.persons[0].name == "Li"
    assert without.drafts[0].personal is None


def test_a_stated_time_is_the_messages_time():
    line = 'time = { column = "day", do = [{ datetime = ["%Y-%m-%d"], zone = "+08:00" }] }\n'
    how = mapping(ACCIDENTS, ("[message.main]", line + "[message.main]"))
    (row,) = mapped(how, HEADER + b"A,,2024-04-03,Y,F\n")
    assert row.drafts[0].time == datetime(2024, 4, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("version = 1", "version = 2", "mapping.malformed", "[top] version"),
        ("version = 1", "versoin = 1", "mapping.unknown_key", "did you mean 'version'"),
        ("version = 1", "version = ", "mapping.not_toml", "not TOML"),
        ("[source]", "[source]\nencodign = 'utf-8'", "mapping.unknown_key", "'encoding'"),
        ("[source]", "[source]\nencoding = 'latin-1'", "mapping.malformed", "not allowed"),
        ("[source]", "[source]\ndelimiter = '::'", "mapping.malformed", "one character"),
        ("accident.reported/0.1", "accident.reportd/0.1", "mapping.malformed", "did you mean"),
        ("subject_name = {", "subject_nam = {", "mapping.unknown_member", "'subject_name'"),
        ('{ column = "place" }', '{ column = "plase" }', "mapping.malformed", "'place'"),
        ('{ column = "place" }', '{ colum = "place" }', "mapping.unknown_key", "'column'"),
        ('{ column = "place" }', "{ const = 1.5 }", "mapping.malformed", "const"),
        ('{ column = "place" }', '{ cite = "x" }', "mapping.malformed", "no earlier message"),
        ('{ column = "place" }', "{ item = true }", "mapping.malformed", "each"),
        ('{ column = "place" }', '{ column = "place", when = "x" }', "mapping.malformed",
         "condition.x"),
        ("draftkey = ", "# ", "mapping.malformed", "draftkey: missing"),
        ("[source]", '[source]\npersonal = ["place"]', "mapping.personal_exposed", "'place'"),
        ("[source]", '[source]\npersonal = ["text"]', "mapping.personal_exposed", "'key'"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_names_file_table_and_key(old: str, new: str, code: str, said: str):
    with pytest.raises(MappingError) as caught:
        mapping(ACCIDENTS, (old, new))
    assert caught.value.code == code
    assert said in caught.value.text
    assert caught.value.text.startswith("m.toml")
