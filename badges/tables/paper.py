"""A meeting's own stock, layouts and pictures."""

from piccolo.columns import JSON, Boolean, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record


class OwnStock(Record, Table, tablename="badges_own_stock"):
    """Stock that a meeting added to the catalogue."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=120)
    content = JSON(help_text="badges.stock.stock.Stock")
    is_retired = Boolean(default=False)
    badges_own_stock_once = Unique([meeting, key])


class Picture(Record, Table, tablename="badges_picture"):
    """A background or a logo: an image, or the first page of a PDF. Placed once in a file."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    title = Varchar(length=120)
    media_type = Varchar(length=40)
    width = Integer(help_text="points of a PDF, pixels of an image")
    height = Integer()
    content = Bytea()


class OwnLayout(Record, Table, tablename="badges_own_layout"):
    """A layout that somebody drew; `version` refuses a save over somebody else's."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=120)
    stock = Varchar(length=40, help_text="key of the stock it was drawn on")
    version = Integer(default=1)
    content = JSON(help_text="badges.layouts.stored.StoredLayout")
    default_key = Varchar(
        length=80,
        null=True,
        default=None,
        unique=True,
        help_text="meeting and size, of the default",
    )
    saved_by = Varchar(length=200, default="")
    saved_at = Timestamptz()
    is_retired = Boolean(default=False)
    badges_own_layout_once = Unique([meeting, key])
