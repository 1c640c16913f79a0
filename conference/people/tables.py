"""Who someone is. A person is an id, never a name."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.orm.record import Record


class Person(Record, Table, tablename="conference_person"):
    """A human being: one row, with the three names that may differ (R07)."""

    given_name = Varchar(length=120, default="")
    family_name = Varchar(length=120, default="")
    registered_name = Varchar(length=200, help_text="as on the invoice and in lists")
    badge_name = Varchar(length=200, default="", help_text="empty: as registered")
    certificate_name = Varchar(length=200, default="", help_text="empty: as registered")
    affiliation = Varchar(length=250, default="")
    city = Varchar(length=120, default="")
    country = Varchar(length=2, default="", help_text="ISO 3166-1 alpha-2")
    career_stage = Varchar(length=40, default="")
    orcid = Varchar(length=19, default="")
    search_key = Varchar(length=700, default="", help_text="names and affiliation, folded")
    sort_key = Varchar(length=250, default="", index=True, help_text="family, given, folded")


class EmailAddress(Record, Table, tablename="conference_email_address"):
    person = ForeignKey(Person, index=True, null=False)
    address = Varchar(length=254, unique=True, help_text="lower-cased")
    is_primary = Boolean(default=False)
    verified_at = Timestamptz(null=True, default=None)


class SignIn(Record, Table, tablename="conference_sign_in"):
    """A code and a link that were e-mailed; used once, by code or by link."""

    address = Varchar(length=254, index=True)
    person = ForeignKey(Person, null=True, default=None)
    code_hash = Varchar(length=64)
    link_hash = Varchar(length=64, unique=True)
    browser_hash = Varchar(length=64, default="", help_text="of the browser that asked")
    next_path = Varchar(length=300, default="/my")
    is_reusable = Boolean(default=False, help_text="true only for the personas of a demo")
    tries = Integer(default=0)
    code_expires_at = Timestamptz()
    link_expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class RoleGrant(Record, Table, tablename="conference_role_grant"):
    """A role of `people.access.Role` that a person holds at a meeting; null meeting: everywhere."""

    person = ForeignKey(Person, index=True, null=False)
    role = Varchar(length=20)
    meeting = UUID(null=True, default=None, index=True)
    conference_role_grant_once = Unique([person, role, meeting])


class AccessToken(Record, Table, tablename="conference_access_token"):
    """A program that may act for a person within its scopes; only the hash is stored."""

    person = ForeignKey(Person, index=True, null=False)
    name = Varchar(length=80, help_text="what the person calls the program")
    scopes = Varchar(length=200, help_text="people.access.Scope values, separated by spaces")
    token_hash = Varchar(length=64, unique=True)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
