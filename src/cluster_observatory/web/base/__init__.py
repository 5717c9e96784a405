"""What every part of the site stands on: processes, the audit trail, letters, files, questions."""
