"""The abstract, its authors, its versions, and what its authors say of it afterwards."""

from piccolo.columns import (
    JSON,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables.calls import Call, LateLink, Topic
from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class Abstract(Record, Table, tablename="abstracts_abstract"):
    code = Varchar(length=12, unique=True, help_text="the reference; not a programme number")
    meeting = ForeignKey(Meeting, index=True, null=False)
    call = ForeignKey(Call, index=True, null=False)
    topic = ForeignKey(Topic, index=True, null=True, default=None)
    second_topic = ForeignKey(Topic, null=True, default=None)
    submitter = ForeignKey(Person, index=True, null=False)
    title = Text(default="")
    body = Text(default="", help_text="as printed; composed of the parts where there are headings")
    parts = JSON(default="[]", help_text="manuscript.Part, where the call has headings")
    keywords = Varchar(length=300, default="")
    funding = Text(default="")
    ethics = Text(default="")
    trial = Varchar(length=80, default="", help_text="registration of a clinical trial")
    justification = Text(default="", help_text="why so late (A06)")
    agreed = JSON(default="[]", help_text="keys of the call's statements that were ticked (A11)")
    preference = Varchar(length=20, default="oral_or_poster", help_text="vocabulary.Preference")
    is_for_lightning = Boolean(default=True, help_text="may become a lightning talk")
    late_link = ForeignKey(LateLink, null=True, default=None)
    state = Varchar(length=20, index=True, help_text="vocabulary.AbstractState")
    decision = Varchar(length=20, default="", help_text="oral, lightning or poster once accepted")
    submitted_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None, help_text="when the decision was released")
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawal_reason = Text(default="")
    waiting_rank = Integer(null=True, default=None, help_text="among the waitlisted, 1 is next")
    answer = Varchar(length=12, default="", help_text="vocabulary.Answer of the presenter (V08)")
    answer_by = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    register_by = Timestamptz(
        null=True, default=None, help_text="until then the presenter is registered and paid (A09)"
    )
    forfeited_at = Timestamptz(null=True, default=None, help_text="when the place was released")
    not_published_at = Timestamptz(
        null=True, default=None, help_text="since then out of the book: it was not shown (A15)"
    )
    replaces = Varchar(
        length=12, default="", help_text="reference of the one whose free place it took"
    )
    left_as = Varchar(
        length=20, default="", help_text="the decision that an accepted one left with"
    )
    presented_by = ForeignKey(
        Person, null=True, default=None, help_text="who presents without being an author (A12)"
    )
    presented_by_name = Varchar(length=200, default="")
    fee = BigInt(default=0, help_text="what submitting cost, gross (A07)")
    fee_order = Varchar(length=12, default="", help_text="the order's code, if there was a fee")
    imported_as = Varchar(length=60, default="", index=True, help_text="its reference elsewhere")
    version = Integer(default=0, help_text="of the newest AbstractVersion; 0 for a draft")
    search_key = Text(default="", help_text="reference, title and authors' names, folded")
    blind_key = Text(default="", help_text="reference and title only, folded: what reviewers find")


class Author(Record, Table, tablename="abstracts_author"):
    """A snapshot of one author as the abstract names them, in order."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    position = Integer(help_text="0 is the first author")
    person = ForeignKey(Person, index=True, null=True, default=None)
    given_name = Varchar(length=120)
    family_name = Varchar(length=120)
    email = Varchar(length=254, default="", index=True)
    orcid = Varchar(length=19, default="", help_text="0000-0002-1825-0097, checksum tested")
    is_submitting = Boolean(default=False)
    is_presenting = Boolean(default=False)
    is_corresponding = Boolean(default=False)
    is_senior = Boolean(default=False)
    discloses = Boolean(null=True, default=None, help_text="None: not said yet (A10)")
    disclosure = Text(default="")


class AuthorAffiliation(Record, Table, tablename="abstracts_author_affiliation"):
    author = ForeignKey(Author, index=True, null=False)
    position = Integer()
    institution = Varchar(length=250, index=True)
    city = Varchar(length=120, default="")
    country = Varchar(length=2, default="")


class AbstractFigure(Record, Table, tablename="abstracts_figure"):
    """The one figure or table image that an abstract may have; cleaned of metadata."""

    abstract = ForeignKey(Abstract, unique=True, null=False)
    digest = Varchar(length=64)
    media_type = Varchar(length=20)
    width = Integer()
    height = Integer()
    caption = Text(default="")
    alt = Varchar(length=300, default="", help_text="for who does not see it")
    body = Bytea()


class AbstractVersion(Record, Table, tablename="abstracts_abstract_version"):
    """What the abstract said at one moment; never changed."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    number = Integer()
    by_name = Varchar(length=200)
    snapshot = JSON()
    abstracts_abstract_version_once = Unique([abstract, number])


class Confirmation(Record, Table, tablename="abstracts_confirmation"):
    """Whether a co-author agrees to be named; asked by letter, kept by address."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    email = Varchar(length=254)
    name = Varchar(length=250)
    digest = Varchar(length=64, unique=True, help_text="SHA-256 of the secret in the letter")
    shown = Text(default="", help_text="the authors in order, as the letter named them")
    person = ForeignKey(Person, null=True, default=None, help_text="who answered, if signed in")
    state = Varchar(length=12, default="asked", help_text="vocabulary.Agreement")
    ground = Varchar(length=12, default="", help_text="changes.rules.Ground of an objection")
    said = Text(default="", help_text="what an objection says")
    asked_at = Timestamptz(null=True, default=None, help_text="when the last letter went out")
    answered_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None, help_text="when an objection was dealt with")
    settled_by_name = Varchar(length=200, default="")
    settlement = Text(default="", help_text="how it was dealt with")
    abstracts_confirmation_once = Unique([abstract, email])


class ChangeRequest(Record, Table, tablename="abstracts_change_request"):
    """Another presenter, or a corrected list of authors, asked for after the deadline (A12)."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    kind = Varchar(length=12, help_text="vocabulary.ChangeKind")
    before = JSON(help_text="manuscript.AuthorEntry, in order")
    after = JSON(help_text="manuscript.AuthorEntry, in order")
    presenter = ForeignKey(
        Person, null=True, default=None, help_text="the asked presenter who is no author"
    )
    presenter_name = Varchar(length=200, default="")
    reason = Text(default="")
    by_name = Varchar(length=200)
    by_person = ForeignKey(Person, null=True, default=None)
    state = Varchar(length=12, default="asked", help_text="vocabulary.RequestState")
    judged_at = Timestamptz(null=True, default=None)
    judged_by_name = Varchar(length=200, default="")
    answer = Text(default="")
    is_erratum = Boolean(default=False, help_text="granted after the book was frozen")
