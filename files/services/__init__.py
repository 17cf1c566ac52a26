"""Everything that may be done with a file."""

from files.services.checking import file_check, files_check_waiting
from files.services.removing import file_remove, files_move, files_sweep
from files.services.uploading import file_begin, file_chunk, file_finish

__all__ = [
    "file_begin",
    "file_check",
    "file_chunk",
    "file_finish",
    "file_remove",
    "files_check_waiting",
    "files_move",
    "files_sweep",
]
