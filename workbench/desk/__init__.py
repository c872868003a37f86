"""The review desk: what is done with the store and the checker together, whoever asks for it."""

from workbench.desk.bringing_back import BroughtBack, bring_back, bring_back_rows
from workbench.desk.bringing_in import Imported, import_documents, import_records, recheck
from workbench.desk.due import Due, due
from workbench.desk.pasting import Pasted, claims_of_file, pasted_claims
from workbench.desk.reading import add_claim, correct, read_as, stored_as_document
from workbench.desk.sending_out import EVERYTHING, FORMS, Form, Selection, export

__all__ = [
    "EVERYTHING",
    "FORMS",
    "BroughtBack",
    "Due",
    "Form",
    "Imported",
    "Pasted",
    "Selection",
    "add_claim",
    "bring_back",
    "bring_back_rows",
    "claims_of_file",
    "correct",
    "due",
    "export",
    "import_documents",
    "import_records",
    "pasted_claims",
    "read_as",
    "recheck",
    "stored_as_document",
]
