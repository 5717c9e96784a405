"""What the other apps share: the audit trail, notices and letters, attachments, questions, things with a process."""

from cluster_observatory.web.base.models.attachments import Attachment
from cluster_observatory.web.base.models.audit import AuditEvent, AuditHead
from cluster_observatory.web.base.models.notices import Letter, Notice
from cluster_observatory.web.base.models.questions import Answer, AnswerSheet, Question, QuestionForm
from cluster_observatory.web.base.models.tracked import Tracked

__all__ = [
    "Answer", "AnswerSheet", "Attachment", "AuditEvent", "AuditHead", "Letter", "Notice", "Question", "QuestionForm",
    "Tracked",
]  # fmt: skip
