"""Sessions and rate limits, in the database so that every process shares them."""

from piccolo.columns import Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from conference.orm.record import Record


class WebSession(Record, Table, tablename="conference_web_session"):
    key = Varchar(length=64, unique=True, help_text="SHA-256 of the cookie's value")
    data = Bytea()
    expires_at = Timestamptz(index=True)


class RateCount(Record, Table, tablename="conference_rate_count"):
    """How often something was tried in one window of time."""

    key = Varchar(length=120, unique=True, help_text="what is limited, for whom, window")
    tries = Integer(default=0)
    expires_at = Timestamptz(index=True)
