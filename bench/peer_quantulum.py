"""Read quantities with quantulum3; run by an interpreter that has it. Texts as JSON on standard input."""

from __future__ import annotations

import json
import sys
import time

from quantulum3 import parser


def main() -> None:
    """Print the CPU seconds of a pass over all texts, the first read once before, and the quantities found."""
    texts = json.load(sys.stdin)
    parser.parse(texts[0])
    begun = time.process_time()
    found = sum(len(parser.parse(text)) for text in texts)
    print(json.dumps({"seconds": time.process_time() - begun, "found": found}))


if __name__ == "__main__":
    main()
