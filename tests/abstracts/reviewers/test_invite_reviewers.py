"""Inviting, answering, the profile, letting go."""

from __future__ import annotations

import re

import pytest

from abstracts.reviewers import inviting
from abstracts.reviewers.conflict_queries import conflicted_abstracts, conflicts_of
from abstracts.reviewers.errors import UnknownInvitation
from abstracts.reviewers.inviting import Invitee
from abstracts.reviewers.profile_actions import NewProfile, save_profile
from abstracts.reviewers.reviewer_forms import InviteForm, read_invitee
from abstracts.reviewers.reviewer_queries import profile_of, reviewers_of
from abstracts.tables import Abstract, Topic, TopicChair
from abstracts.vocabulary import ReviewerState
from conference.letters.tables import OutboxLetter
from conference.people.access import Role
from conference.people.queries import roles_at
from tests.abstracts.reviewers.conftest import TESTS
from tests.cast import NOW


async def secret_of_newest_letter() -> str:
    letter = (
        await OutboxLetter.select(OutboxLetter.body)
        .where(OutboxLetter.kind == "reviewer_invitation")
        .order_by(OutboxLetter.id)
    )[-1]
    return re.search(r"/reviewing/invitation/(\S+)", letter["body"])[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jane Roe <jane@x.org>", Invitee("jane@x.org", "Jane", "Roe")),
        ("Jane Q. Roe, Jane@X.org", Invitee("jane@x.org", "Jane Q.", "Roe")),
        ("Jane;Roe;jane@x.org;Esk", Invitee("jane@x.org", "Jane", "Roe", "Esk")),
        ('"Jane","Roe",jane@x.org', Invitee("jane@x.org", "Jane", "Roe")),
        ("jane@x.org", Invitee("jane@x.org", "", "jane")),
        ('"Roe, Jane" <jane@x.org>', Invitee("jane@x.org", "Jane", "Roe")),
        ("Roe, Jane Q. <jane@x.org>", Invitee("jane@x.org", "Jane Q.", "Roe")),
        ("Jane Roe", None),
    ],
)  # fmt: skip
def test_read_invitee_takes_lines_and_columns(line, expected):
    assert read_invitee(line) == expected


def test_invitees_of_one_line_are_all_read_and_a_bare_address_takes_no_name_away():
    typed = 'Jane Roe <jane@x.org>; "Doe, Max" <max@x.org>, Ann Lee <ann@x.org>\nJANE@x.org\n'
    assert InviteForm(typed + "bo@x.org; cy@x.org").invitees() == [
        Invitee("jane@x.org", "Jane", "Roe"),
        Invitee("max@x.org", "Max", "Doe"),
        Invitee("ann@x.org", "Ann", "Lee"),
        Invitee("bo@x.org", "", "bo"),
        Invitee("cy@x.org", "", "cy"),
    ]


async def test_invite_asks_and_the_answer_gives_the_role_and_a_profile(
    cast, round_, host, client, post, sign_in
):
    counts = await inviting.invite(host, [Invitee("dan@example.org")], "Please help.", NOW)
    assert counts == {ReviewerState.INVITED: 1}
    secret = await secret_of_newest_letter()
    path = f"/glasgow/reviewing/invitation/{secret}"
    assert "Would you review" in (await client.get(path)).text
    assert Role.REVIEWER not in await roles_at(cast.dan.id, cast.meeting.id)
    answered = await post(client, path, {"answer": "accept"})
    assert answered.headers["location"] == "/glasgow/reviewing/profile"
    assert Role.REVIEWER in await roles_at(cast.dan.id, cast.meeting.id)
    await sign_in(client, cast.dan)
    topics = await Topic.select(Topic.id, Topic.code).order_by(Topic.code)
    sent = {
        f"topic-{topics[0]['id']}": "2",
        f"topic-{topics[1]['id']}": "9",
        "people": "Smith, J.",
        "institutions": "University of Vigo",
        "cap": "12",
    }
    assert (await post(client, "/glasgow/reviewing/profile", sent)).status_code == 303
    profile = await profile_of(cast.meeting.id, cast.dan.id)
    assert profile.interests == {topics[0]["id"]: 2}
    assert (profile.people, profile.institutions, profile.load_cap) == (
        "Smith, J.",
        "University of Vigo",
        12,
    )
    wrong = await post(
        client, "/glasgow/reviewing/profile", {**sent, "people": "Smith", "cap": "3"}
    )
    assert wrong.status_code == 422
    assert "write a first name or initial" in wrong.text
    assert (await profile_of(cast.meeting.id, cast.dan.id)).load_cap == 12


async def test_answer_may_be_no_and_only_the_newest_link_opens(cast, call, host, client, post):
    await inviting.invite(host, [Invitee("dan@example.org")], "", NOW)
    old = await secret_of_newest_letter()
    (row,) = await reviewers_of(cast.meeting.id)
    await inviting.invite_again(host, row.id, NOW)
    with pytest.raises(UnknownInvitation):
        await inviting.invitation_of(cast.meeting.id, old)
    assert (await client.get(f"/glasgow/reviewing/invitation/{old}")).status_code == 404
    assert (await client.get(f"/glasgow/reviewing/invitation/{'x' * 5000}")).status_code == 404


async def test_decline_keeps_the_word_and_gives_no_role(cast, call, host, client, post):
    await inviting.invite(host, [Invitee("dan@example.org")], "", NOW)
    path = f"/glasgow/reviewing/invitation/{await secret_of_newest_letter()}"
    assert (await post(client, path, {"words": "hm"})).status_code == 422
    await post(client, path, {"answer": "decline", "words": "On leave"})
    (row,) = await reviewers_of(cast.meeting.id)
    assert (row.state, row.answer) == (ReviewerState.DECLINED, "On leave")
    assert Role.REVIEWER not in await roles_at(cast.dan.id, cast.meeting.id)


async def test_topic_chairs_become_reviewers_as_experts(cast, call, host):
    topic = (await Topic.select(Topic.id).order_by(Topic.code))[0]["id"]
    await TopicChair.insert(TopicChair(created_at=NOW, topic=topic, person=cast.dan.id))
    assert await inviting.enrol_chairs(host, NOW) == 1
    assert await inviting.enrol_chairs(host, NOW) == 0
    (row,) = await reviewers_of(cast.meeting.id)
    assert (row.person, row.state, row.is_chair) == (cast.dan.id, ReviewerState.ACCEPTED, True)
    assert row.interests == {topic: 2}
    assert Role.REVIEWER in await roles_at(cast.dan.id, cast.meeting.id)


async def test_reviewers_page_is_a_fixed_number_of_statements(
    cast, round_, new_reviewer, client, sign_in, count_statements
):
    await sign_in(client, cast.bob)
    counts = []
    for names in (["Ann"], ["Ben", "Cat"]):
        for name in names:
            await new_reviewer(name, "Roe", topics={"T01": 2})
        with count_statements() as seen:
            shown = await client.get("/glasgow/committee/reviewers")
        counts.append(len(seen))
    assert shown.text.count("Roe</a>") == 3
    assert counts[0] == counts[1]


async def test_invite_form_names_the_wrong_line_and_keeps_what_was_typed(
    cast, call, client, sign_in, post
):
    await sign_in(client, cast.bob)
    typed = {"people": "Jane Roe, jane@x.org\nJoe Doe", "message": "Please"}
    refused = await post(client, "/glasgow/committee/reviewers", typed)
    assert refused.status_code == 422
    assert "Line 2: write a name and an e-mail address." in refused.text
    assert "Joe Doe" in refused.text
    assert await OutboxLetter.count() == 0
    done = await post(client, "/glasgow/committee/reviewers", {"people": "Jane Roe, jane@x.org"})
    assert done.status_code == 303
    assert [row.name for row in await reviewers_of(cast.meeting.id)] == ["Jane Roe"]


async def test_conflicted_abstracts_are_those_of_oneself_and_of_ones_place(
    cast, round_, submitted, new_abstract
):
    await new_abstract()
    codes = {row["id"]: row["code"] for row in await Abstract.select(Abstract.id, Abstract.code)}

    async def of(person):
        return {codes[each] for each in await conflicted_abstracts(cast.meeting.id, person.id)}

    assert await of(cast.alice) == {submitted}  # she is an author
    assert await of(cast.bob) == {submitted}  # Tay College, and he chairs
    assert await of(cast.dan) == set()


async def test_conflicted_abstracts_agree_with_the_committees_list(
    cast, round_, new_reviewer, new_abstract
):
    """One reads a few abstracts and the other all; both must find the same."""
    await new_abstract(author=("Ann", "Æther"), place="Forth College")
    await new_abstract(author=("Ann", "Aether"), place="University of Esk")
    await new_abstract(author=("Ben", "Müller"), place="Esk University, Dept of Botany")
    await new_abstract(author=("Cy", "Coe"), place="Nowhere")
    reviewers = [
        await new_reviewer("Ann", "Aether"),
        await new_reviewer("Benno", "Mueller", affiliation="University of Esk"),
        await new_reviewer("Dee", "Doe", affiliation="Don Institute"),
    ]
    for row in await reviewers_of(cast.meeting.id):
        declared = NewProfile(people=("Coe, C.", "Ben.Mueller@authors.test", "B. Muller"))
        if row.id == reviewers[2]:
            await save_profile(
                meeting=cast.meeting.id, person=row.person, profile=declared, by=TESTS, now=NOW
            )
    found = await conflicts_of(cast.meeting.id)
    for row in await reviewers_of(cast.meeting.id):
        mine = {each.abstract for each in found if each.reviewer == row.id}
        assert mine
        assert await conflicted_abstracts(cast.meeting.id, row.person) == mine
