"""The review desk: what is done with the store and the checker together, whoever asks for it."""

from workbench.desk.bringing_in import Imported, import_documents, import_records, recheck
from workbench.desk.reading import add_claim, correct, read_as, stored_as_document

__all__ = [
    "Imported",
    "add_claim",
    "correct",
    "import_documents",
    "import_records",
    "read_as",
    "recheck",
    "stored_as_document",
]
