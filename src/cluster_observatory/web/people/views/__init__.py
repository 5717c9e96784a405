"""The pages of a person's own account, one file for each subject."""
