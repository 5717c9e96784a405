"""Files that people entrust to the site: looked into, bounded, kept by checksum, read by whom a rule lets."""

from cluster_observatory.web.base.files.access import is_for_everyone, obstacle_to_reading, obstacle_to_seeing, register
from cluster_observatory.web.base.files.actions import attach, clear_up, of, remove, remove_all
from cluster_observatory.web.base.files.kinds import DOCUMENTS, KINDS, LARGEST, MEGABYTE, PICTURES, Unfit, examined
from cluster_observatory.web.base.files.uploads import UploadField, expected

__all__ = [
    "DOCUMENTS", "KINDS", "LARGEST", "MEGABYTE", "PICTURES", "Unfit", "UploadField", "attach", "clear_up", "examined",
    "expected", "is_for_everyone", "obstacle_to_reading", "obstacle_to_seeing", "of", "register", "remove",
    "remove_all",
]  # fmt: skip
