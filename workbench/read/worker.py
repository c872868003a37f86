"""PDF and DOCX to text in a process of its own, so that a hostile file can cost time and memory but not the caller.

Reads ``<ending> <seconds> <bytes of memory> <pages>`` from the arguments and the file from standard input; writes JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings

from workbench.errors import InputError


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the caller's own time limit remains
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(kind: str, data: bytes, pages: int) -> dict[str, object]:
    """Return ``{"text": …, "made": day}`` or ``{"error": [class, message]}``."""
    try:
        if kind == ".pdf":
            from workbench.read.pdf import pdf_text

            text, made = pdf_text(data, pages)
        else:
            from workbench.read.word import docx_text

            text, made = docx_text(data)
    except InputError as error:
        return {"error": [type(error).__name__, error.message]}
    except MemoryError:
        return {"error": ["TooLarge", "it needs too much memory"]}
    return {"text": text, "made": made}


def main() -> None:
    """Read one file as the arguments say and print the answer."""
    kind, seconds, memory, pages = sys.argv[1], *map(int, sys.argv[2:5])
    _limit(seconds, memory)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(answer(kind, sys.stdin.buffer.read(), pages)))


if __name__ == "__main__":
    main()
