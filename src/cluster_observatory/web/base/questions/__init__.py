"""Questions that are asked by setting, not by code: sixteen kinds of answers, versions, conditions, drafts."""

from cluster_observatory.web.base.questions.actions import close_form, new_version, open_form, save_answers
from cluster_observatory.web.base.questions.queries import (
    answers_of,
    as_csv,
    earlier_sheet,
    in_words,
    missing,
    open_version,
    sheet_of,
    taken_over,
)
from cluster_observatory.web.base.questions.rules import (
    obstacle_to_answering,
    obstacle_to_changing,
    obstacle_to_opening,
)
from cluster_observatory.web.base.questions.sheets import AnswersForm
from cluster_observatory.web.base.questions.things import Things, register_organisations

__all__ = [
    "AnswersForm", "Things", "answers_of", "as_csv", "close_form", "earlier_sheet", "in_words", "missing",
    "new_version", "obstacle_to_answering", "obstacle_to_changing", "obstacle_to_opening", "open_form",
    "open_version", "register_organisations", "save_answers", "sheet_of", "taken_over",
]  # fmt: skip
