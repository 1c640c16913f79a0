"""What a reviewer may read of a manuscript (V02)."""

from dataclasses import replace

from abstracts.manuscript import Manuscript


def for_reviewers(manuscript: Manuscript, *, is_blind: bool) -> Manuscript:
    """Title, text, keywords, topic, wish and figure; in an open round all that is printed.

    Who paid, whose ethics board agreed, the trial's registration and why it comes so late name
    people and institutions as often as the list of authors does: a blind reviewer reads none.
    """
    if not is_blind:
        return replace(manuscript, agreed=())
    return Manuscript(
        title=manuscript.title,
        topic=manuscript.topic,
        preference=manuscript.preference,
        body=manuscript.body,
        second_topic=manuscript.second_topic,
        is_for_lightning=manuscript.is_for_lightning,
        parts=manuscript.parts,
        keywords=manuscript.keywords,
        figure=manuscript.figure,
    )
