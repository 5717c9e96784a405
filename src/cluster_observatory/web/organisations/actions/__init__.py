"""What people do with organisations: one act, one transaction, one entry in the audit trail."""
