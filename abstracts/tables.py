"""The call, the abstract, its authors and its versions."""

from piccolo.columns import JSON, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class Call(Record, Table, tablename="abstracts_call"):
    """A window in which abstracts of one kind may be sent, and the policy that counts them."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=20, help_text="abstracts.rules.CallKind")
    title = Varchar(length=120)
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    zone = Varchar(length=60)
    length_policy = JSON(help_text="abstracts.rules.LengthPolicy")
    max_authors = Integer(default=20)
    abstracts_call_once = Unique([meeting, key])


class Topic(Record, Table, tablename="abstracts_topic"):
    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=10)
    title = Varchar(length=160)
    position = Integer(default=0)
    abstracts_topic_once = Unique([meeting, code])


class Abstract(Record, Table, tablename="abstracts_abstract"):
    code = Varchar(length=12, unique=True, help_text="the reference; not a programme number")
    meeting = ForeignKey(Meeting, index=True, null=False)
    call = ForeignKey(Call, index=True, null=False)
    topic = ForeignKey(Topic, index=True, null=True, default=None)
    submitter = ForeignKey(Person, index=True, null=False)
    title = Text(default="")
    body = Text(default="")
    preference = Varchar(length=20, default="oral_or_poster", help_text="rules.Preference")
    state = Varchar(length=20, index=True, help_text="abstracts.rules.AbstractState")
    decision = Varchar(length=20, default="", help_text="oral, lightning or poster once accepted")
    submitted_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    version = Integer(default=0, help_text="of the newest AbstractVersion; 0 for a draft")
    search_key = Text(default="", help_text="reference, title and authors' names, folded")


class Author(Record, Table, tablename="abstracts_author"):
    """A snapshot of one author as the abstract names them, in order."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    position = Integer()
    person = ForeignKey(Person, index=True, null=True, default=None)
    given_name = Varchar(length=120)
    family_name = Varchar(length=120)
    email = Varchar(length=254, default="", index=True)
    is_presenting = Boolean(default=False)
    is_corresponding = Boolean(default=False)


class AuthorAffiliation(Record, Table, tablename="abstracts_author_affiliation"):
    author = ForeignKey(Author, index=True, null=False)
    position = Integer()
    institution = Varchar(length=250)
    city = Varchar(length=120, default="")
    country = Varchar(length=2, default="")


class AbstractVersion(Record, Table, tablename="abstracts_abstract_version"):
    """What the abstract said at one moment; never changed."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    number = Integer()
    by_name = Varchar(length=200)
    snapshot = JSON()
    abstracts_abstract_version_once = Unique([abstract, number])
