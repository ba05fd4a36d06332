"""Generated values of every record, all of them allowed."""

from datetime import UTC

from hypothesis import strategies as st

from hub.message.acknowledgement import OUTCOMES, Acknowledgement, Applied
from hub.message.delivery import Statement
from hub.message.envelope import Part
from hub.message.event import MAX_SEQUENCE, Event
from hub.message.head import Head, Welcome
from hub.message.identifiers import uuid7
from hub.message.receipt import Receipt, Result, Status
from hub.message.refusal import Again
from hub.message.request import Request, Verb
from hub.message.staple import Consistency, HeadPlace, Staple

integers = st.integers(0, 2**53)
notes = st.from_regex(r"[ -~\n\u2014]{0,200}", fullmatch=True)
digests = st.binary(min_size=32, max_size=32)
times = st.datetimes(timezones=st.just(UTC))
participants = st.from_regex(r"[a-z0-9][a-z0-9-]{1,47}", fullmatch=True)
hubids = st.from_regex(r"[a-z0-9][a-z0-9-]{1,31}", fullmatch=True)
subjects = st.from_regex(r"[a-z][a-z0-9-]{1,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}", fullmatch=True)
keys = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}", fullmatch=True)
types = st.from_regex(r"[a-z_]{2,40}\.[a-z_]{2,40}", fullmatch=True)
part_names = st.from_regex(r"[a-z_]{1,32}", fullmatch=True)
ids = st.builds(uuid7, st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
reasons = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=500)
parts = st.lists(
    st.builds(Part, part_names, st.binary(min_size=16, max_size=16), st.binary(max_size=200)),
    max_size=5,
    unique_by=lambda part: part.name,
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(types)
    return Event(
        id=draw(ids),
        source=draw(participants),
        type=kind,
        contract=f"{kind}/{draw(st.integers(0, 9999))}.{draw(st.integers(0, 9999))}",
        subject=draw(subjects),
        time=draw(times),
        hubid=draw(hubids),
        sequence=draw(st.integers(1, MAX_SEQUENCE)),
        generation=draw(integers),
        correlationid=draw(keys),
        causationid=draw(st.none() | keys),
        draftkey=draw(st.none() | keys),
        expirytime=draw(st.none() | times),
        parts=draw(st.dictionaries(part_names, digests, min_size=1, max_size=4)),
    )


applied = st.builds(
    Applied,
    st.integers(1, 2**53),
    integers,
    digests,
    st.sampled_from(sorted(OUTCOMES)),
    st.none() | reasons,
)
acknowledgements = st.builds(
    Acknowledgement,
    id=ids,
    source=participants,
    hubid=hubids,
    sequence=st.integers(1, 2**53),
    generation=integers,
    time=times,
    delivered=integers,
    running=digests,
    applied=st.lists(applied, max_size=4).map(tuple),
)
requests = st.builds(
    Request,
    id=ids,
    source=participants,
    hubid=hubids,
    time=times,
    verb=st.sampled_from(Verb),
    after=st.none() | integers,
    limit=st.none() | st.integers(1, 256),
    wait_s=st.none() | st.integers(0, 25),
    size=st.none() | integers,
    from_size=st.none() | integers,
    to_size=st.none() | integers,
    cosignature=st.none() | notes,
)
results = st.builds(
    Result,
    id=st.none() | ids,
    digest=st.none() | digests,
    status=st.sampled_from(Status),
    index=st.none() | integers,
    at=st.none() | times,
    directory=st.none() | integers,
    epoch=st.none() | integers,
    missing=st.none() | st.tuples(st.integers(1, 2**53), st.integers(1, 2**53)),
    code=st.none() | keys.map(lambda key: key[:100]),
    uses_number=st.none() | st.booleans(),
    again=st.none() | st.sampled_from(Again),
    position=st.none() | st.integers(0, 255),
)
staples = st.builds(
    Staple,
    checkpoint=notes,
    proof=st.lists(digests, max_size=5).map(tuple),
    previous=integers,
    consistency=st.lists(digests, max_size=5).map(tuple),
)
head_places = st.builds(HeadPlace, index=integers, at=times, epoch=integers, directory=integers)
consistencies = st.builds(
    Consistency,
    id=ids,
    hubid=hubids,
    epoch=integers,
    recipient=participants,
    time=times,
    from_size=integers,
    to_size=integers,
    proof=st.lists(digests, max_size=5).map(tuple),
    checkpoint=notes,
)
receipts = st.builds(
    Receipt,
    hubid=hubids,
    epoch=integers,
    recipient=participants,
    time=times,
    results=st.lists(results, max_size=4).map(tuple),
    staple=st.none() | staples,
)
_head = {
    "hubid": hubids,
    "epoch": integers,
    "recipient": participants,
    "last": integers,
    "running": digests,
    "time": times,
    "directory": integers,
}
heads = st.builds(Head, **_head)
welcomes = st.builds(
    Welcome,
    **_head,
    generation=integers,
    ack_sequence=integers,
    streams=st.none() | st.dictionaries(subjects, integers, max_size=3),
)
first_and_last = st.tuples(st.integers(1, 2**53), st.integers(1, 2**53)).map(sorted)
statements = first_and_last.flatmap(
    lambda pair: st.builds(
        Statement,
        hubid=hubids,
        epoch=integers,
        recipient=participants,
        first=st.just(pair[0]),
        last=st.just(pair[1]),
        before=digests,
        after=digests,
        time=times,
        directory=integers,
        head=head_places,
        staple=staples,
    )
)
