"""The file of a figure."""

from uuid import UUID

from abstracts.tables import AbstractFigure
from abstracts.writing.figures import CleanImage


async def figure_file(abstract: UUID) -> CleanImage | None:
    """The figure of an abstract as it was written when it came; None where there is none."""
    row = (
        await AbstractFigure.select(
            AbstractFigure.body,
            AbstractFigure.media_type,
            AbstractFigure.width,
            AbstractFigure.height,
        )
        .where(AbstractFigure.abstract == abstract, AbstractFigure.digest != "")
        .first()
    )
    return CleanImage(**row) if row else None
