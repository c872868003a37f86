"""A corpus through the same functions as one document: in parallel, resumable, into Parquet.

The only home of the distributed engine. Who only wants the results imports ``check_records``, which needs no engine.
"""

from workbench.batch.results import check_records, is_batch_output

__all__ = ["check_records", "is_batch_output"]
